package io.ipdk.p4codegen;

import io.ipdk.p4runtime.info.DigestInfo;
import io.ipdk.p4runtime.value.P4Type;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The class of a digest's messages. */
final class DigestSource {
    private static final Set<String> TAKEN = Set.of("all", "config", "data", "of");

    private DigestSource() {}

    static JavaSource of(String packageName, String typeName, DigestInfo digest) {
        JavaSource source = new JavaSource(packageName, typeName)
                .use(
                        "io.ipdk.p4runtime.entity.DigestConfig",
                        "io.ipdk.p4runtime.entity.DigestList",
                        "io.ipdk.p4runtime.value.P4Data",
                        "java.util.List",
                        "java.util.Objects")
                .doc("A message of " + Docs.of("digest", digest), Docs.description(digest), "Immutable.");
        source.member(
                "The digest's name in the P4 program.",
                "public static final String NAME = " + Escape.literal(digest.fullName()) + ";");
        source.member("private final P4Data data;");
        source.member("""
                private $T(P4Data data) {
                    this.data = Objects.requireNonNull(data, "data");
                }""");
        source.member("How the digest is sent; insert it to switch the digest on.", """
                public static DigestConfig config() {
                    return DigestConfig.of(NAME);
                }""");
        source.member("A message as it was read.", """
                public static $T of(P4Data data) {
                    return new $T(data);
                }""");
        source.member("The messages of a list.", """
                public static List<$T> all(DigestList list) {
                    return list.messages().stream().map($T::of).toList();
                }""");
        if (digest.type() instanceof P4Type.Struct struct) {
            members(source, struct.members());
        }
        return source.member("The message as a whole.", """
                        public P4Data data() {
                            return data;
                        }""").member("""
                        @Override
                        public String toString() {
                            return data.toString();
                        }""");
    }

    private static void members(JavaSource source, List<P4Type.Member> members) {
        Map<String, String> methods =
                JavaNames.methods(members.stream().map(P4Type.Member::name).toList(), TAKEN);
        for (P4Type.Member member : members) {
            String get = "data.get(" + Escape.literal(member.name()) + ")";
            String words = "The member " + Escape.code(member.name()) + " (" + Members.words(member.type()) + ").";
            if (Members.leaf(member.type())) {
                source.use("io.ipdk.p4runtime.value.P4Value");
                source.member(
                        words,
                        "public P4Value " + methods.get(member.name()) + "() {\n    return " + get + ".asValue();\n}");
            } else {
                source.member(
                        words, "public P4Data " + methods.get(member.name()) + "() {\n    return " + get + ";\n}");
            }
        }
    }
}
