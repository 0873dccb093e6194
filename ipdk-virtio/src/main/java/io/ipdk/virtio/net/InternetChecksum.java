package io.ipdk.virtio.net;

import io.ipdk.nativeaccess.memory.RawMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The ones' complement sum of IP, TCP and UDP (RFC 1071).
 *
 * <p>Sums are taken over words in the byte order of the machine, which a ones' complement sum allows as long as the result
 * is stored the same way; {@link #networkShort} brings numbers into that form. Thread-safe.
 */
final class InternetChecksum {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

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

    /** As {@link #add(long, long, int)}, for a range of an array. */
    static long add(long sum, byte[] bytes, int offset, int count) {
        long total = sum;
        int i = 0;
        for (; i + 8 <= count; i += 8) {
            long word = (long) WORDS.get(bytes, offset + i);
            total += (word & 0xffff_ffffL) + (word >>> 32);
        }
        for (; i + 2 <= count; i += 2) {
            total += (short) SHORTS.get(bytes, offset + i) & 0xffffL;
        }
        // An odd byte is the first of a pair whose second is zero.
        return i < count ? total + networkShort((bytes[offset + i] & 0xff) << 8) : total;
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

    /** As {@link #storeTransport(long, long)}, in an array. */
    static void storeTransport(byte[] bytes, int offset, long sum) {
        int checksum = ~fold(sum) & 0xffff;
        SHORTS.set(bytes, offset, (short) (checksum == 0 ? 0xffff : checksum));
    }

    /** Stores a checksum of UDP and TCP alike: 0, which means none in UDP, becomes its other form. */
    static void storeTransport(long address, long sum) {
        int checksum = ~fold(sum) & 0xffff;
        RawMemory.putShort(address, (short) (checksum == 0 ? 0xffff : checksum));
    }
}
