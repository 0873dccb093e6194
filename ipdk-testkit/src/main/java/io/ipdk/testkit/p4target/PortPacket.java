package io.ipdk.testkit.p4target;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/**
 * A packet at a port. Immutable.
 *
 * @param port where it left, or is to come in
 * @param bytes from the first byte of the Ethernet header, or whatever the program parses first
 */
public record PortPacket(int port, ByteString bytes) {
    private static final HexFormat HEX = HexFormat.of();

    /** A packet of these bytes, two hexadecimal digits each. */
    public static PortPacket of(int port, String hex) {
        return new PortPacket(port, ByteString.copyFrom(HEX.parseHex(hex)));
    }

    /** The bytes, two hexadecimal digits each. */
    public String hex() {
        return HEX.formatHex(bytes.toByteArray());
    }

    @Override
    public String toString() {
        return port + ": " + hex();
    }
}
