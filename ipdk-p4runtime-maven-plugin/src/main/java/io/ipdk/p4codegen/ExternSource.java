package io.ipdk.p4codegen;

import io.ipdk.p4runtime.info.ExternInfo;

/** The class of an instance of an extern that P4Runtime knows nothing about. */
final class ExternSource {
    private ExternSource() {}

    static JavaSource of(String packageName, String typeName, ExternInfo extern) {
        return new JavaSource(packageName, typeName)
                .use("com.google.protobuf.Any", "io.ipdk.p4runtime.entity.ExternEntry")
                .doc(
                        Docs.of("Extern", extern),
                        "It is a " + Escape.code(extern.typeName()) + ", whose messages are the architecture's own.",
                        Docs.description(extern),
                        "Immutable: it holds nothing.")
                .member(
                        "The instance's name in the P4 program.",
                        "public static final String NAME = " + Escape.literal(extern.fullName()) + ";")
                .member(
                        "The name of the extern's type.",
                        "public static final String TYPE = " + Escape.literal(extern.typeName()) + ";")
                .member("private $T() {}")
                .member("For a read: the instance.", """
                        public static ExternEntry entry() {
                            return ExternEntry.of(NAME);
                        }""")
                .member("The instance with this state.", """
                        public static ExternEntry entry(Any message) {
                            return entry().entry(message);
                        }""");
    }
}
