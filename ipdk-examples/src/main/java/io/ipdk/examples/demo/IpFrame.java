package io.ipdk.examples.demo;

import io.ipdk.unit.MacAddress;
import java.nio.ByteBuffer;

/** Frames with IPv4 and ARP, as hosts of two subnets send them. */
final class IpFrame {

    private static final int NETWORK = 14;
    private static final int TTL = NETWORK + 8;
    private static final int CHECKSUM = NETWORK + 10;
    private static final int HEADER_BYTES = 20;

    private IpFrame() {}

    /** UDP between the hosts numbered 2 of two subnets, in a frame of that many bytes. */
    static byte[] udp(MacAddress source, MacAddress destination, int fromSubnet, int toSubnet, int bytes) {
        byte[] frame = ethernet(source, destination, 0x0800, bytes);
        ByteBuffer.wrap(frame)
                .position(NETWORK)
                .putShort((short) 0x4500)
                .putShort((short) (bytes - NETWORK))
                .putInt(0)
                .put((byte) 64)
                .put((byte) 17)
                .putShort((short) 0)
                .putInt(host(fromSubnet, 2))
                .putInt(host(toSubnet, 2))
                .putShort((short) 5000)
                .putShort((short) 5001)
                .putShort((short) (bytes - NETWORK - HEADER_BYTES));
        return withChecksum(frame);
    }

    /** The frame as a router passes it on. */
    static byte[] routed(byte[] frame, MacAddress source, MacAddress destination) {
        byte[] routed = frame.clone();
        ByteBuffer.wrap(routed).putLong(0, destination.bits() << 16 | source.bits() >>> 32);
        ByteBuffer.wrap(routed).putInt(8, (int) source.bits());
        routed[TTL]--;
        return withChecksum(routed);
    }

    /** Host 2 of a subnet asks for the MAC address of host 1. */
    static byte[] arpRequest(MacAddress source, int subnet) {
        byte[] frame = ethernet(source, MacAddress.of("ff:ff:ff:ff:ff:ff"), 0x0806, TestFrame.SHORTEST);
        ByteBuffer.wrap(frame)
                .position(NETWORK)
                .putLong(0x0001_0800_0604_0001L)
                .putShort((short) (source.bits() >>> 32))
                .putInt((int) source.bits())
                .putInt(host(subnet, 2))
                .putShort((short) 0)
                .putInt(0)
                .putInt(host(subnet, 1));
        return frame;
    }

    private static byte[] ethernet(MacAddress source, MacAddress destination, int type, int bytes) {
        byte[] frame = new byte[bytes];
        ByteBuffer.wrap(frame)
                .putLong(destination.bits() << 16 | source.bits() >>> 32)
                .putInt((int) source.bits())
                .putShort((short) type);
        return frame;
    }

    private static int host(int subnet, int number) {
        return 10 << 24 | subnet << 16 | number;
    }

    private static byte[] withChecksum(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame).putShort(CHECKSUM, (short) 0);
        int sum = 0;
        for (int i = NETWORK; i < NETWORK + HEADER_BYTES; i += 2) {
            sum += bytes.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        bytes.putShort(CHECKSUM, (short) ~(sum + (sum >>> 16)));
        return frame;
    }
}
