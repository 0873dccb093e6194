package io.ipdk.virtio.net;

import io.ipdk.unit.MacAddress;
import java.nio.ByteBuffer;
import java.util.Random;

/** Builds Ethernet frames, and checks the checksums of IP, TCP and UDP independently of the code under test. */
final class Frames {
    static final MacAddress A = MacAddress.of("52:54:00:00:00:0a");
    static final MacAddress B = MacAddress.of("52:54:00:00:00:0b");
    static final MacAddress BROADCAST = MacAddress.of("ff:ff:ff:ff:ff:ff");

    private Frames() {}

    static byte[] ethernet(MacAddress destination, MacAddress source, int type, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        return put(frame, destination, source)
                .putShort((short) type)
                .put(payload)
                .array();
    }

    private static ByteBuffer put(ByteBuffer frame, MacAddress destination, MacAddress source) {
        for (MacAddress mac : new MacAddress[] {destination, source}) {
            frame.putShort((short) (mac.bits() >>> 32)).putInt((int) mac.bits());
        }
        return frame;
    }

    /** A frame of a length from A to B, of an experimental type, with bytes that tell their place. */
    static byte[] numbered(int length) {
        byte[] payload = new byte[length - 14];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i * 7 + i / 256);
        }
        return ethernet(B, A, 0x88b5, payload);
    }

    /** The frame with one 802.1Q tag more, outermost. */
    static byte[] tagged(byte[] frame, int tagType, int vlan) {
        ByteBuffer tagged = ByteBuffer.allocate(frame.length + 4);
        return tagged.put(frame, 0, 12)
                .putShort((short) tagType)
                .putShort((short) vlan)
                .put(frame, 12, frame.length - 12)
                .array();
    }

    static byte[] arp(MacAddress source, MacAddress sender) {
        ByteBuffer arp = ByteBuffer.allocate(46);
        arp.putShort((short) 1)
                .putShort((short) 0x0800)
                .put((byte) 6)
                .put((byte) 4)
                .putShort((short) 1);
        arp.putShort((short) (sender.bits() >>> 32)).putInt((int) sender.bits());
        return ethernet(BROADCAST, source, 0x0806, arp.array());
    }

    static byte[] random(int bytes) {
        byte[] payload = new byte[bytes];
        new Random(bytes).nextBytes(payload);
        return payload;
    }

    /** TCP over IPv4 with the checksum field as drivers leave it for offload: the sum of the pseudo header. */
    static byte[] tcp4(byte[] payload, int flags) {
        ByteBuffer ip = ByteBuffer.allocate(40 + payload.length);
        ip.put((byte) 0x45).put((byte) 0).putShort((short) (40 + payload.length));
        ip.putShort((short) 0xfffe)
                .putShort((short) 0x4000)
                .put((byte) 64)
                .put((byte) 6)
                .putShort((short) 0);
        ip.putInt(0x0a000001).putInt(0x0a000002);
        ip.putShort(10, (short) ~sum(ip.array(), 0, 20, 0));
        tcp(ip, 20, payload, flags);
        ip.putShort(36, (short) sum(ip.array(), 12, 8, 6 + 20 + payload.length));
        return ethernet(B, A, 0x0800, ip.array());
    }

    static byte[] tcp6(byte[] payload, int flags) {
        ByteBuffer ip = ByteBuffer.allocate(60 + payload.length);
        ip.putInt(0x60000000)
                .putShort((short) (20 + payload.length))
                .put((byte) 6)
                .put((byte) 64);
        ip.putLong(0xfd00_0000_0000_0000L)
                .putLong(1)
                .putLong(0xfd00_0000_0000_0000L)
                .putLong(2);
        tcp(ip, 40, payload, flags);
        ip.putShort(56, (short) sum(ip.array(), 8, 32, 6 + 20 + payload.length));
        return ethernet(B, A, 0x86dd, ip.array());
    }

    private static void tcp(ByteBuffer packet, int offset, byte[] payload, int flags) {
        packet.position(offset);
        packet.putShort((short) 1000).putShort((short) 2000).putInt(0xffff_ff00).putInt(77);
        packet.put((byte) 0x50)
                .put((byte) flags)
                .putShort((short) 512)
                .putInt(0)
                .put(payload);
    }

    /** UDP over IPv4 with the checksum field as drivers leave it for offload. */
    static byte[] udp4(byte[] payload, int sourcePort, int destinationPort) {
        ByteBuffer ip = ByteBuffer.allocate(28 + payload.length);
        ip.put((byte) 0x45).put((byte) 0).putShort((short) (28 + payload.length));
        ip.putShort((short) 1).putShort((short) 0).put((byte) 64).put((byte) 17).putShort((short) 0);
        ip.putInt(0x0a000001).putInt(0x0a000002);
        ip.putShort(10, (short) ~sum(ip.array(), 0, 20, 0));
        ip.putShort((short) sourcePort).putShort((short) destinationPort).putShort((short) (8 + payload.length));
        ip.putShort((short) 0).put(payload);
        ip.putShort(26, (short) sum(ip.array(), 12, 8, 17 + 8 + payload.length));
        return ethernet(B, A, 0x0800, ip.array());
    }

    /** The folded ones' complement sum of a range and a number, by the letter of RFC 1071. */
    static int sum(byte[] bytes, int from, int length, int more) {
        long sum = more;
        for (int i = 0; i < length; i++) {
            sum += (long) (bytes[from + i] & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    /** Whether the transport checksum of an untagged IPv4 frame (header of 20 bytes) is right. */
    static boolean isTransportRight4(byte[] frame) {
        int length = frame.length - 34;
        int protocol = frame[23];
        int pseudo = sum(frame, 26, 8, protocol + length);
        return sum(frame, 34, length, pseudo) == 0xffff;
    }

    static boolean isIpHeaderRight4(byte[] frame) {
        return sum(frame, 14, 20, 0) == 0xffff;
    }

    static boolean isTransportRight6(byte[] frame) {
        int length = frame.length - 54;
        int pseudo = sum(frame, 22, 32, 6 + length);
        return sum(frame, 54, length, pseudo) == 0xffff;
    }
}
