package io.ipdk.p4target.codegen;

import io.ipdk.p4target.program.HeaderInstance;
import io.ipdk.p4target.program.HeaderStack;
import io.ipdk.p4target.program.HeaderType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Java names that can be read back to the P4 source. */
final class Names {
    private final Map<Object, String> known = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    private record FieldKey(int header, int field) {}

    private record ValidKey(int header) {}

    /** The variable of a field of up to 64 bits, or the array of a varbit. */
    String field(HeaderInstance header, HeaderType.Field field) {
        return known.computeIfAbsent(
                new FieldKey(header.index(), field.index()),
                key -> unique(plain(header.name()) + "_" + plain(field.name())));
    }

    /** The variable of one long of a field; the low one is 0. */
    String limb(HeaderInstance header, HeaderType.Field field, int limb) {
        return field.width() <= 64 ? field(header, field) : field(header, field) + "_w" + limb;
    }

    /** The variable that says whether a header is valid. */
    String valid(HeaderInstance header) {
        return known.computeIfAbsent(new ValidKey(header.index()), key -> unique(plain(header.name()) + "_valid"));
    }

    /** The variable that says whether a header may have to be cleared before the next packet. */
    String dirty(HeaderInstance header) {
        return valid(header) + "_or_dirty";
    }

    /** The variable with the number of bits in a varbit. */
    String bits(HeaderInstance header, HeaderType.Field field) {
        return field(header, field) + "_bits";
    }

    /** The variable with the next free element of a stack. */
    String next(HeaderStack stack) {
        return known.computeIfAbsent(stack, key -> unique(plain(stack.name()) + "_next"));
    }

    /** A method of a header. */
    String method(String verb, HeaderInstance header) {
        return known.computeIfAbsent(verb + "/" + header.index(), key -> unique(verb + "_" + plain(header.name())));
    }

    /** Any other name, made unique once and then the same. */
    String of(String kind, Object identity, String readable) {
        return known.computeIfAbsent(kind + "/" + identity, key -> unique(kind + "_" + plain(readable)));
    }

    private String unique(String wanted) {
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
            plain.append(fits ? String.valueOf(c) : c == ']' ? "" : "_");
        }
        return plain.length() > 60 ? plain.substring(0, 60) : plain.toString();
    }

    /** A Java string literal. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> quoted.append(c < ' ' || c > '~' ? "?" : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
