package io.ipdk.examples.demo;

import io.ipdk.unit.MacAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Ethernet frames that can be told apart: each carries a number, and bytes that follow from it. */
final class TestFrame {

    /** Shortest frame, without the checksum that software devices do not carry. */
    static final int SHORTEST = 60;

    /** Longest frame of an MTU of 1500. */
    static final int LONGEST = 1514;

    /** The EtherType for experiments, IEEE 802 clause 9.2.3. */
    private static final int ETHERTYPE = 0x88b5;

    private static final int NUMBER = 14;
    private static final int FILL = NUMBER + Integer.BYTES;

    private TestFrame() {}

    /** A frame with number 0. */
    static byte[] between(MacAddress source, MacAddress destination, int bytes) {
        byte[] frame = new byte[bytes];
        ByteBuffer.wrap(frame)
                .putLong(0, destination.bits() << 16)
                .putLong(6, source.bits() << 16)
                .putShort(12, (short) ETHERTYPE);
        return number(frame, 0);
    }

    /** Gives the frame another number, and the content that belongs to it. */
    static byte[] number(byte[] frame, int number) {
        frame[NUMBER] = (byte) (number >>> 24);
        frame[NUMBER + 1] = (byte) (number >>> 16);
        frame[NUMBER + 2] = (byte) (number >>> 8);
        frame[NUMBER + 3] = (byte) number;
        Arrays.fill(frame, FILL, frame.length, (byte) (number * 31));
        return frame;
    }
}
