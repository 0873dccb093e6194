package io.ipdk.p4codegen;

import io.ipdk.p4runtime.value.P4Type;

/** Types of structured data, as Java types and for people. */
final class Members {
    private Members() {}

    /** Whether the value is an integer or a text. */
    static boolean leaf(P4Type type) {
        return type instanceof P4Type.Bit || type instanceof P4Type.Translated || type instanceof P4Type.Varbit;
    }

    static String words(P4Type type) {
        if (type instanceof P4Type.Bit bit) {
            return bit.width() == 1 ? "1 bit" : bit.width() + " bits";
        }
        if (type instanceof P4Type.Int signed) {
            return signed.width() + " bits, signed";
        }
        if (type instanceof P4Type.Varbit varbit) {
            return "up to " + varbit.maxWidth() + " bits";
        }
        if (type instanceof P4Type.Translated translated) {
            return Setters.words(translated.type());
        }
        if (type instanceof P4Type.Struct struct) {
            return "a struct " + Escape.code(struct.name());
        }
        return "structured data";
    }
}
