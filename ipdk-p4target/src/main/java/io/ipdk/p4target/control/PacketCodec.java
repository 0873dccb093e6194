package io.ipdk.p4target.control;

import com.google.protobuf.ByteString;
import io.ipdk.p4target.program.HeaderInstance;
import io.ipdk.p4target.program.HeaderType;
import io.ipdk.p4target.program.Program;
import io.ipdk.p4target.runtime.Bits;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.ControllerPacketMetadata;
import org.p4.v1.PacketIn;
import org.p4.v1.PacketMetadata;
import org.p4.v1.PacketOut;

/**
 * Packets between the controller and the CPU port: metadata are the fields of the header that P4Info calls
 * {@code packet_in} or {@code packet_out}, in front of the payload. Immutable.
 */
public final class PacketCodec {
    private final Schemas schemas;
    private final Program program;
    private final @Nullable ControllerPacketMetadata in;
    private final @Nullable ControllerPacketMetadata out;

    PacketCodec(Schemas schemas, Program program) {
        this.schemas = schemas;
        this.program = program;
        in = header("packet_in");
        out = header("packet_out");
    }

    private @Nullable ControllerPacketMetadata header(String name) {
        return schemas.info.getControllerPacketMetadataList().stream()
                .filter(h -> h.getPreamble().getName().equals(name))
                .findFirst()
                .map(this::withWidths)
                .orElse(null);
    }

    /** P4Info gives translated fields no width: the header of the program with the same fields has it. */
    private ControllerPacketMetadata withWidths(ControllerPacketMetadata header) {
        List<String> names = header.getMetadataList().stream()
                .map(ControllerPacketMetadata.Metadata::getName)
                .toList();
        for (HeaderInstance instance : program.headers()) {
            List<HeaderType.Field> fields = instance.type().fields();
            if (!instance.metadata()
                    && fields.stream().map(HeaderType.Field::name).toList().equals(names)) {
                ControllerPacketMetadata.Builder wider = header.toBuilder();
                for (int i = 0; i < fields.size(); i++) {
                    wider.getMetadataBuilder(i).setBitwidth(fields.get(i).width());
                }
                return wider.build();
            }
        }
        return header;
    }

    private ValueType type(ControllerPacketMetadata.Metadata field) {
        int width = field.getBitwidth();
        return schemas.types.of(field.getName(), width, field.hasTypeName(), field.getTypeName());
    }

    private static int bits(ControllerPacketMetadata header) {
        return header.getMetadataList().stream()
                .mapToInt(ControllerPacketMetadata.Metadata::getBitwidth)
                .sum();
    }

    /** A packet that left through the CPU port. A packet shorter than the header is all payload. */
    public PacketIn packetIn(byte[] bytes, int offset, int length) {
        PacketIn.Builder packet = PacketIn.newBuilder();
        if (in == null || length * 8 < bits(in)) {
            return packet.setPayload(ByteString.copyFrom(bytes, offset, length)).build();
        }
        byte[] padded = java.util.Arrays.copyOfRange(bytes, offset, offset + length + 16);
        long bit = 0;
        for (ControllerPacketMetadata.Metadata field : in.getMetadataList()) {
            BigInteger value = BigInteger.ZERO;
            int left = field.getBitwidth();
            while (left > 0) {
                int take = Math.min(32, left);
                value = value.shiftLeft(take).or(BigInteger.valueOf(Bits.read(padded, bit, take)));
                bit += take;
                left -= take;
            }
            packet.addMetadata(PacketMetadata.newBuilder()
                    .setMetadataId(field.getId())
                    .setValue(type(field).write(value)));
        }
        int header = bits(in) / 8;
        return packet.setPayload(ByteString.copyFrom(bytes, offset + header, length - header))
                .build();
    }

    /**
     * The bytes of a packet from the controller, to come in through the CPU port.
     *
     * @throws RefusedException if its metadata are not those that P4Info says
     */
    public byte[] packetOut(PacketOut packet) {
        if (out == null) {
            if (packet.getMetadataCount() > 0) {
                throw RefusedException.invalid("the program has no packet_out header");
            }
            return packet.getPayload().toByteArray();
        }
        Map<Integer, ByteString> values = new HashMap<>();
        for (PacketMetadata metadata : packet.getMetadataList()) {
            if (values.put(metadata.getMetadataId(), metadata.getValue()) != null) {
                throw RefusedException.invalid("metadata " + metadata.getMetadataId() + " is given twice");
            }
        }
        int header = bits(out) / 8;
        byte[] bytes = new byte[header + packet.getPayload().size()];
        long bit = 0;
        for (ControllerPacketMetadata.Metadata field : out.getMetadataList()) {
            ByteString given = values.remove(field.getId());
            if (given == null) {
                throw RefusedException.invalid("metadata '" + field.getName() + "' is missing");
            }
            BigInteger value = type(field).value(given);
            int left = field.getBitwidth();
            while (left > 0) {
                int take = Math.min(32, left);
                left -= take;
                Bits.write(bytes, bit, take, value.shiftRight(left).longValue() & 0xFFFFFFFFL);
                bit += take;
            }
        }
        if (!values.isEmpty()) {
            throw RefusedException.invalid("the program has no metadata " + values.keySet());
        }
        packet.getPayload().copyTo(bytes, header);
        return bytes;
    }
}
