package io.ipdk.p4runtime.value;

/**
 * What a key field, an action parameter or a packet's metadata may hold, as the controller sees it.
 *
 * <p>Where the P4 type is translated ({@code @p4runtime_translation}) this is the controller's side: a string or an integer of
 * the given width.
 *
 * <p>Immutable.
 *
 * @param bitWidth the width in bits; 0 if the P4Info gives none, or for a string
 * @param string whether it is a string of the controller's ({@code sdn_string})
 * @param typeName the name of the P4 type, empty if it has none
 * @param uri the URI of the translation, empty if there is none
 */
public record ValueType(int bitWidth, boolean string, String typeName, String uri) {

    /** An integer of so many bits. */
    public static ValueType bits(int bitWidth) {
        return new ValueType(bitWidth, false, "", "");
    }

    /** Whether values are translated between controller and device. */
    public boolean translated() {
        return !uri.isEmpty();
    }

    /** The values allowed, for people: {@code 0 to 0x1ff (9 bits)}. */
    public String allowed() {
        if (string) {
            return "a text that is not empty (" + typeName + ')';
        }
        if (bitWidth == 0) {
            return "at least one byte";
        }
        return "0 to " + (bitWidth <= 10 ? (1 << bitWidth) - 1 : "0x" + Bits.hex(Bits.ones(bitWidth))) + " (" + bitWidth
                + (bitWidth == 1 ? " bit)" : " bits)");
    }

    @Override
    public String toString() {
        String type = string ? "string" : "bit<" + bitWidth + '>';
        return typeName.isEmpty() ? type : typeName + " (" + type + ')';
    }
}
