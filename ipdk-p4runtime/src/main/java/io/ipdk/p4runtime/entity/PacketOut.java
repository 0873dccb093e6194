package io.ipdk.p4runtime.entity;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.value.P4Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A packet for the device to send.
 *
 * <p>Immutable.
 *
 * @param payload the packet as it is on the wire, without the controller's header
 * @param metadata the fields of {@code packet_out} by name
 */
public record PacketOut(ByteString payload, Map<String, P4Value> metadata) {

    public PacketOut {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** A packet without metadata. */
    public static PacketOut of(byte[] payload) {
        return of(ByteString.copyFrom(payload));
    }

    /** A packet without metadata. */
    public static PacketOut of(ByteString payload) {
        return new PacketOut(payload, Map.of());
    }

    /** The packet with a field of metadata. */
    public PacketOut set(String field, P4Value value) {
        Map<String, P4Value> more = new LinkedHashMap<>(metadata);
        more.put(field, value);
        return new PacketOut(payload, more);
    }

    /** The packet with a field of metadata. */
    public PacketOut set(String field, long value) {
        return set(field, P4Value.of(value));
    }

    /** The packet with a field of metadata. */
    public PacketOut set(String field, String value) {
        return set(field, P4Value.text(value));
    }

    /** The size of the packet, not its content. */
    @Override
    public String toString() {
        return "packet-out of " + payload.size() + " bytes " + metadata;
    }
}
