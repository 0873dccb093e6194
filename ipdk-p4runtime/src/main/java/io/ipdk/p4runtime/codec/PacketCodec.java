package io.ipdk.p4runtime.codec;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.PacketIn;
import io.ipdk.p4runtime.entity.PacketOut;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.PacketFieldInfo;
import io.ipdk.p4runtime.info.PacketHeaderInfo;
import io.ipdk.p4runtime.value.FieldValues;
import io.ipdk.p4runtime.value.P4Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p4.v1.PacketMetadata;

/**
 * Packets and their metadata by name, for one P4Info ("Packet I/O").
 *
 * <p>Every field of {@code packet_out} must be given once; fields that only fill up bytes may be left out and are zero then.
 *
 * <p>Immutable.
 */
public final class PacketCodec {
    private static final ByteString ZERO = P4Value.of(0).toByteString();

    private final @Nullable PacketHeaderInfo in;
    private final @Nullable PacketHeaderInfo out;

    private PacketCodec(P4Info info) {
        this.in = info.packetIn().orElse(null);
        this.out = info.packetOut().orElse(null);
    }

    /** A codec for the packet headers of a program. */
    public static PacketCodec of(P4Info info) {
        return new PacketCodec(info);
    }

    /** A packet as it is sent. */
    public org.p4.v1.PacketOut encode(PacketOut packet) {
        org.p4.v1.PacketOut.Builder builder = org.p4.v1.PacketOut.newBuilder().setPayload(packet.payload());
        PacketHeaderInfo header = out;
        if (header == null) {
            if (!packet.metadata().isEmpty()) {
                throw new InvalidEntityException(
                        EntityRule.NOT_ALLOWED,
                        "packet-out",
                        "metadata",
                        packet.metadata(),
                        "none: the program has no header 'packet_out'");
            }
            return builder.build();
        }
        List<PacketFieldInfo> fields = header.fields();
        @Nullable ByteString[] values = new ByteString[fields.size()];
        for (Map.Entry<String, P4Value> entry : packet.metadata().entrySet()) {
            PacketFieldInfo field = header.field(entry.getKey());
            if (values[field.position()] != null) {
                throw new InvalidEntityException(
                        EntityRule.DUPLICATE, "packet-out", field.name(), "given twice", "once");
            }
            values[field.position()] = Values.encode(entry.getValue(), field.type(), "packet-out", field.name());
        }
        for (int i = 0; i < values.length; i++) {
            PacketFieldInfo field = fields.get(i);
            ByteString value = values[i] == null && field.padding() ? ZERO : values[i];
            if (value == null) {
                throw new InvalidEntityException(
                        EntityRule.MISSING,
                        "packet-out",
                        field.name(),
                        "not given",
                        field.type().allowed());
            }
            builder.addMetadata(
                    PacketMetadata.newBuilder().setMetadataId(field.id()).setValue(value));
        }
        return builder.build();
    }

    /** A packet that a device sent. */
    public PacketIn decode(org.p4.v1.PacketIn packet) {
        return new PacketIn(packet.getPayload(), decode(packet.getMetadataList(), in, "packet-in"));
    }

    /** A packet that was sent, as a device gives it back in an error. */
    public PacketOut decode(org.p4.v1.PacketOut packet) {
        return new PacketOut(packet.getPayload(), decode(packet.getMetadataList(), out, "packet-out"));
    }

    private static Map<String, P4Value> decode(
            List<PacketMetadata> metadata, @Nullable PacketHeaderInfo header, String entity) {
        int size = metadata.size();
        String[] names = new String[size];
        P4Value[] values = new P4Value[size];
        for (int i = 0; i < size; i++) {
            PacketMetadata one = metadata.get(i);
            PacketFieldInfo field = header == null ? null : header.findField(one.getMetadataId());
            if (field == null || isIn(field.name(), names, i)) {
                throw new InvalidEntityException(
                        EntityRule.MALFORMED,
                        entity,
                        "metadata",
                        "id " + Integer.toUnsignedString(one.getMetadataId()),
                        "the ids of the P4Info, each at most once",
                        "the device may run another P4Info");
            }
            names[i] = field.name();
            values[i] = Values.decode(one.getValue(), field.type(), entity, field.name());
        }
        return FieldValues.of(names, values);
    }

    @SuppressWarnings("ReferenceEquality") // One field has one name object.
    private static boolean isIn(String name, String[] names, int count) {
        for (int i = 0; i < count; i++) {
            if (names[i] == name) {
                return true;
            }
        }
        return false;
    }
}
