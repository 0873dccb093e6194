package io.ipdk.testkit.p4target;

import io.ipdk.unit.MacAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Ethernet frames to try programs with. */
final class Frames {
    static final String ROUTER = "02:ee:00:00:00:01";
    static final String HOST = "02:aa:00:00:00:01";

    private static final int ETHERNET = 14;
    private static final int IPV4 = 20;
    private static final int UDP = 8;

    private Frames() {}

    /** A frame of 60 bytes with a type that no program of the suite knows. */
    static byte[] ethernet(String destination, String source) {
        return ByteBuffer.allocate(60)
                .put(mac(destination))
                .put(mac(source))
                .putShort((short) 0x88b5)
                .array();
    }

    /** UDP over IPv4 without payload, from {@link #HOST} to {@link #ROUTER}, with a TTL of 64 and no UDP checksum. */
    static byte[] udp(String source, String destination, int sourcePort, int destinationPort) {
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET + IPV4 + UDP)
                .put(mac(ROUTER))
                .put(mac(HOST))
                .putShort((short) 0x0800)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (IPV4 + UDP))
                .putInt(0)
                .put((byte) 64)
                .put((byte) 17)
                .putShort((short) 0)
                .put(address(source))
                .put(address(destination))
                .putShort((short) sourcePort)
                .putShort((short) destinationPort)
                .putShort((short) UDP)
                .putShort((short) 0);
        return frame.putShort(ETHERNET + 10, checksum(frame)).array();
    }

    private static short checksum(ByteBuffer frame) {
        int sum = 0;
        for (int at = ETHERNET; at < ETHERNET + IPV4; at += Short.BYTES) {
            sum += Short.toUnsignedInt(frame.getShort(at));
        }
        int folded = (sum & 0xffff) + (sum >>> Short.SIZE);
        return (short) ~(folded + (folded >>> Short.SIZE));
    }

    /** The MAC address that a frame goes to. */
    static String destination(PortPacket packet) {
        return macAt(packet, 0);
    }

    private static String macAt(PortPacket packet, int offset) {
        return new MacAddress(Long.parseLong(packet.hex().substring(2 * offset, 2 * offset + 12), 16)).toString();
    }

    /** A big-endian field of an IPv4 header. */
    static int ipv4(PortPacket packet, int offset, int length) {
        int from = 2 * (ETHERNET + offset);
        return Integer.parseUnsignedInt(packet.hex().substring(from, from + 2 * length), 16);
    }

    private static byte[] mac(String text) {
        byte[] eight = ByteBuffer.allocate(Long.BYTES)
                .putLong(MacAddress.of(text).bits())
                .array();
        return Arrays.copyOfRange(eight, 2, Long.BYTES);
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
