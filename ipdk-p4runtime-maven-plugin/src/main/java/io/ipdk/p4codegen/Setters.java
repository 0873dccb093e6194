package io.ipdk.p4codegen;

import io.ipdk.p4runtime.value.ValueType;

/** Methods that take a value: one for every Java type that suits its width. */
final class Setters {
    private static final int MAC = 48;
    private static final int LONG = 63;

    private Setters() {}

    /**
     * @param doc of the first method
     * @param head up to the method's name, such as {@code public $T port}
     * @param body what the method does with {@code value}, a {@code P4Value}
     */
    static void add(JavaSource source, ValueType type, String doc, String head, String body) {
        source.use("io.ipdk.p4runtime.value.P4Value");
        source.member(doc, head + "(P4Value value) {\n    " + body + "\n}");
        String name = head.substring(head.lastIndexOf(' ') + 1);
        if (type.string()) {
            source.member(doc, head + "(String value) {\n    return " + name + "(P4Value.text(value));\n}");
        } else if (type.bitWidth() > 0 && type.bitWidth() <= LONG) {
            source.member(doc, head + "(long value) {\n    return " + name + "(P4Value.of(value));\n}");
        }
        if (!type.string() && type.bitWidth() == MAC) {
            source.use("io.ipdk.unit.MacAddress");
            source.member(doc, head + "(MacAddress value) {\n    return " + name + "(P4Value.of(value));\n}");
        }
    }

    /** The type for people: {@code 9 bits}, or {@code a text}. */
    static String words(ValueType type) {
        if (type.string()) {
            return "a text";
        }
        return type.bitWidth() == 0 ? "of any width" : type.bitWidth() == 1 ? "1 bit" : type.bitWidth() + " bits";
    }
}
