package io.ipdk.p4runtime.entity;

import com.google.protobuf.ByteString;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.value.FieldValues;
import io.ipdk.p4runtime.value.P4Value;
import java.util.Map;

/**
 * A packet that the device sent to the controller.
 *
 * <p>Immutable.
 *
 * @param payload the packet as it was on the wire, without the controller's header
 * @param metadata the fields of {@code packet_in} by name
 */
public record PacketIn(ByteString payload, Map<String, P4Value> metadata) {

    public PacketIn {
        metadata = FieldValues.copyOf(metadata);
    }

    /**
     * A field of the metadata.
     *
     * @throws InvalidSpecException if there is none of that name
     */
    public P4Value get(String field) {
        P4Value value = metadata.get(field);
        if (value == null) {
            throw new InvalidSpecException("metadata", '\'' + field + '\'', "one of " + metadata.keySet());
        }
        return value;
    }

    /** The size of the packet, not its content. */
    @Override
    public String toString() {
        return "packet-in of " + payload.size() + " bytes " + metadata;
    }
}
