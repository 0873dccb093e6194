package io.ipdk.virtio.net;

import io.ipdk.nativeaccess.memory.RawMemory;

/**
 * The ones' complement sum of IP, TCP and UDP (RFC 1071).
 *
 * <p>Sums are taken over words in the byte order of the machine, which a ones' complement sum allows as long as the result
 * is stored the same way; {@link #networkShort} brings numbers into that form. Thread-safe.
 */
final class InternetChecksum {
    private InternetChecksum() {}

    /** Adds a range to an unfolded sum. The range may be at any address; bytes count from its start. */
    static long add(long sum, long address, int bytes) {
        long total = sum;
        int i = 0;
        for (; i + 4 <= bytes; i += 4) {
            total += RawMemory.getInt(address + i) & 0xffff_ffffL;
        }
        if (i + 2 <= bytes) {
            total += RawMemory.getShort(address + i) & 0xffffL;
            i += 2;
        }
        if (i < bytes) {
            total += RawMemory.getByte(address + i) & 0xffL;
        }
        return total;
    }

    /** A 16-bit number of the protocol as it appears in a sum. */
    static long networkShort(int value) {
        return Short.reverseBytes((short) value) & 0xffffL;
    }

    /** Folds a sum to 16 bits. */
    static int fold(long sum) {
        long folded = (sum & 0xffff_ffffL) + (sum >>> 32);
        folded = (folded & 0xffff) + (folded >>> 16);
        folded = (folded & 0xffff) + (folded >>> 16);
        folded = (folded & 0xffff) + (folded >>> 16);
        return (int) folded;
    }

    /** Stores the checksum that makes the sum come out right. */
    static void store(long address, long sum) {
        RawMemory.putShort(address, (short) ~fold(sum));
    }

    /** Stores a checksum of UDP and TCP alike: 0, which means none in UDP, becomes its other form. */
    static void storeTransport(long address, long sum) {
        int checksum = ~fold(sum) & 0xffff;
        RawMemory.putShort(address, (short) (checksum == 0 ? 0xffff : checksum));
    }
}
