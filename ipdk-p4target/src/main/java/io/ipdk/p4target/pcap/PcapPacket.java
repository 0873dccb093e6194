package io.ipdk.p4target.pcap;

/**
 * A packet of a capture file. Immutable, as long as nobody writes to its bytes.
 *
 * @param epochNanos when it was captured, in nanoseconds since the epoch
 * @param originalLength how long it was on the wire; more than its bytes if the capture cut it off
 * @param bytes from the first of the Ethernet header on
 */
@SuppressWarnings("ArrayRecordComponent")
public record PcapPacket(long epochNanos, long originalLength, byte[] bytes) {
    /** Whether the capture left bytes out. */
    public boolean isCutOff() {
        return originalLength > bytes.length;
    }
}
