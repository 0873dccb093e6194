package io.ipdk.p4runtime.codec;

import com.google.protobuf.ByteString;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.value.Bits;
import io.ipdk.p4runtime.value.P4Value;
import io.ipdk.p4runtime.value.ValueType;

/** Values as byte strings: checked against their type when they go out, brought into canonical form when they come in. */
final class Values {
    private Values() {}

    /** The canonical byte string of a value that fits the type. */
    static ByteString encode(P4Value value, ValueType type, String entity, String field) {
        if (type.string()) {
            return text(value, type, entity, field);
        }
        P4Value number = value.isText() ? parsed(value, type, entity, field) : value;
        int width = type.bitWidth();
        if (width == 0) {
            return number.toByteString();
        }
        if (number.naturalWidth() != 0 && number.naturalWidth() != width) {
            throw new InvalidEntityException(
                    EntityRule.WRONG_VALUE_KIND,
                    entity,
                    field,
                    number + ", an address of " + number.naturalWidth() + " bits",
                    type.allowed());
        }
        ByteString bytes = number.toByteString();
        if (Bits.length(bytes) > width) {
            throw new InvalidEntityException(EntityRule.OUT_OF_RANGE, entity, field, number, type.allowed());
        }
        return bytes;
    }

    /** The value of a byte string from a device, which may have leading zero bytes. */
    static P4Value decode(ByteString bytes, ValueType type, String entity, String field) {
        if (bytes.isEmpty()) {
            throw new InvalidEntityException(
                    EntityRule.MALFORMED, entity, field, "an empty byte string", type.allowed());
        }
        if (type.string()) {
            if (!bytes.isValidUtf8()) {
                throw new InvalidEntityException(
                        EntityRule.MALFORMED, entity, field, "0x" + Bits.hex(bytes), "a text in UTF-8");
            }
            return P4Value.text(bytes.toStringUtf8());
        }
        P4Value value = P4Value.of(bytes);
        if (type.bitWidth() != 0 && value.bitLength() > type.bitWidth()) {
            throw new InvalidEntityException(EntityRule.MALFORMED, entity, field, value, type.allowed());
        }
        return value;
    }

    private static ByteString text(P4Value value, ValueType type, String entity, String field) {
        if (!value.isText() || value.toByteString().isEmpty()) {
            throw new InvalidEntityException(
                    EntityRule.WRONG_VALUE_KIND, entity, field, value, type.allowed(), "use P4Value.text");
        }
        return value.toByteString();
    }

    private static P4Value parsed(P4Value value, ValueType type, String entity, String field) {
        try {
            return P4Value.parse(value.asText());
        } catch (InvalidSpecException e) {
            throw new InvalidEntityException(
                    EntityRule.WRONG_VALUE_KIND,
                    entity,
                    field,
                    value,
                    type.allowed() + ", as a number or an address",
                    "a text goes only where the type is translated to a string");
        }
    }
}
