package io.ipdk.p4runtime.codec;

import com.google.protobuf.ByteString;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.value.P4Value;

/** Ports outside of tables: strings where the program's port type is translated to one, numbers elsewhere. */
record Ports(boolean text) {

    ByteString encode(P4Value port, String entity, String field) {
        if (text) {
            if (!port.isText() || port.toByteString().isEmpty()) {
                throw new InvalidEntityException(
                        EntityRule.WRONG_VALUE_KIND,
                        entity,
                        field,
                        port,
                        "a text: this program's ports are translated to strings");
            }
            return port.toByteString();
        }
        return number(port, entity, field).toByteString();
    }

    P4Value decode(ByteString bytes, String entity, String field) {
        if (bytes.isEmpty()) {
            throw new InvalidEntityException(EntityRule.MALFORMED, entity, field, "an empty byte string", "a port");
        }
        return text && bytes.isValidUtf8() ? P4Value.text(bytes.toStringUtf8()) : P4Value.of(bytes);
    }

    /** A port as 32 bits, the older form. */
    static int asNumber(P4Value port, String entity, String field) {
        P4Value number = number(port, entity, field);
        if (number.bitLength() > 32) {
            throw new InvalidEntityException(EntityRule.OUT_OF_RANGE, entity, field, port, "0 to 0xffffffff");
        }
        return (int) number.asLong();
    }

    private static P4Value number(P4Value port, String entity, String field) {
        if (!port.isText()) {
            return port;
        }
        try {
            return P4Value.parse(port.asText());
        } catch (InvalidSpecException e) {
            throw new InvalidEntityException(
                    EntityRule.WRONG_VALUE_KIND,
                    entity,
                    field,
                    port,
                    "a number: no port type of this program is translated to a string");
        }
    }
}
