package io.ipdk.softipu.net;

import io.ipdk.unit.MacAddress;
import java.nio.ByteBuffer;

/** IPv4 packets with UDP or TCP, made and checked byte by byte, apart from the code under test. */
final class Ip {
    static final MacAddress HOST = MacAddress.of("02:aa:00:00:00:01");
    static final MacAddress GATEWAY = MacAddress.of("02:ee:00:00:00:01");
    static final int NETWORK = 14;
    static final int TRANSPORT = 34;

    private Ip() {}

    /** UDP from 10.1.0.5 to 10.2.0.9, complete. */
    static byte[] udp(int payload) {
        byte[] frame = packet(17, 8 + payload);
        ByteBuffer.wrap(frame).putShort(TRANSPORT, (short) 1000).putShort(TRANSPORT + 2, (short) 2000);
        ByteBuffer.wrap(frame).putShort(TRANSPORT + 4, (short) (8 + payload));
        complete(frame, 6);
        return frame;
    }

    /** TCP from 10.1.0.5 to 10.2.0.9, complete. */
    static byte[] tcp(int payload) {
        byte[] frame = packet(6, 20 + payload);
        ByteBuffer.wrap(frame)
                .putShort(TRANSPORT, (short) 1000)
                .putShort(TRANSPORT + 2, (short) 2000)
                .putInt(TRANSPORT + 4, 7)
                .putShort(TRANSPORT + 12, (short) 0x5010);
        complete(frame, 16);
        return frame;
    }

    private static byte[] packet(int protocol, int bytes) {
        byte[] frame = HostPort.frame(GATEWAY, HOST, TRANSPORT + bytes, 0);
        ByteBuffer.wrap(frame)
                .putShort(12, (short) 0x0800)
                .putShort(NETWORK, (short) 0x4500)
                .putShort(NETWORK + 2, (short) (20 + bytes))
                .putShort(NETWORK + 4, (short) 1)
                .putShort(NETWORK + 6, (short) 0)
                .put(NETWORK + 8, (byte) 64)
                .put(NETWORK + 9, (byte) protocol)
                .putShort(NETWORK + 10, (short) 0)
                .putInt(NETWORK + 12, 0x0a010005)
                .putInt(NETWORK + 16, 0x0a020009);
        ByteBuffer.wrap(frame).putShort(NETWORK + 10, (short) ~sum(frame, NETWORK, 20, 0));
        for (int i = TRANSPORT + 20; i < frame.length; i++) {
            frame[i] = (byte) (i * 7);
        }
        return frame;
    }

    private static void complete(byte[] frame, int offset) {
        ByteBuffer.wrap(frame).putShort(TRANSPORT + offset, (short) 0);
        ByteBuffer.wrap(frame).putShort(TRANSPORT + offset, (short) ~transportSum(frame));
    }

    /** The frame as a driver sends it that leaves the checksum to others: the pseudo header's sum in its place. */
    static byte[] withPartialChecksum(byte[] frame, int offset) {
        byte[] partial = frame.clone();
        ByteBuffer.wrap(partial).putShort(TRANSPORT + offset, (short) pseudoSum(partial));
        return partial;
    }

    /** Whether the checksums of IP and of its transport are those of the bytes. */
    static boolean isIntact(byte[] frame) {
        return sum(frame, NETWORK, 20, 0) == 0xffff && transportSum(frame) == 0xffff;
    }

    private static int pseudoSum(byte[] frame) {
        int length = (ByteBuffer.wrap(frame).getShort(NETWORK + 2) & 0xffff) - 20;
        return sum(frame, NETWORK + 12, 8, frame[NETWORK + 9] + length);
    }

    private static int transportSum(byte[] frame) {
        int length = (ByteBuffer.wrap(frame).getShort(NETWORK + 2) & 0xffff) - 20;
        return sum(frame, TRANSPORT, length, pseudoSum(frame));
    }

    private static int sum(byte[] bytes, int from, int count, int start) {
        int sum = start;
        for (int i = 0; i < count; i++) {
            int value = bytes[from + i] & 0xff;
            sum += (i & 1) == 0 ? value << 8 : value;
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
