package io.ipdk.p4target.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian numbers in byte arrays, at bytes and at bits. Immutable. */
public final class Bits {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private Bits() {}

    /** Eight bytes. */
    public static long getLong(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    public static void putLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    /** Puts the highest {@code count} bytes of a word, 1 to 8 of them, and touches no byte after them. */
    public static void putTop(byte[] bytes, int at, long word, int count) {
        int put = 0;
        if (count == 8) {
            LONG.set(bytes, at, word);
            return;
        }
        if ((count & 4) != 0) {
            INT.set(bytes, at, (int) (word >>> 32));
            put = 4;
        }
        if ((count & 2) != 0) {
            SHORT.set(bytes, at + put, (short) (word >>> (48 - 8 * put)));
            put += 2;
        }
        if ((count & 1) != 0) {
            bytes[at + put] = (byte) (word >>> (56 - 8 * put));
        }
    }

    /** A field of up to 64 bits at any bit; at least 9 readable bytes must follow its first one. */
    public static long read(byte[] bytes, long bit, int width) {
        if (width == 0) {
            return 0;
        }
        int at = (int) (bit >>> 3);
        int skip = (int) bit & 7;
        long word = getLong(bytes, at) << skip;
        if (skip + width > 64) {
            word |= (bytes[at + 8] & 0xFFL) >>> (8 - skip);
        }
        return word >>> (64 - width);
    }

    /** Writes a field of up to 64 bits at any bit; the bits around it stay. */
    public static void write(byte[] bytes, long bit, int width, long value) {
        int left = width;
        long at = bit;
        while (left > 0) {
            int inByte = (int) at & 7;
            int take = Math.min(8 - inByte, left);
            int shift = 8 - inByte - take;
            int mask = ((1 << take) - 1) << shift;
            int index = (int) (at >>> 3);
            int part = (int) (value >>> (left - take)) << shift;
            bytes[index] = (byte) ((bytes[index] & ~mask) | (part & mask));
            at += take;
            left -= take;
        }
    }

    /** Copies bits. */
    public static void copy(byte[] from, long fromBit, byte[] to, long toBit, int bits) {
        if (((fromBit | toBit | bits) & 7) == 0) {
            System.arraycopy(from, (int) (fromBit >>> 3), to, (int) (toBit >>> 3), bits >>> 3);
            return;
        }
        for (int done = 0; done < bits; done += 8) {
            int take = Math.min(8, bits - done);
            int value = 0;
            for (int i = 0; i < take; i++) {
                long at = fromBit + done + i;
                value = value << 1 | (from[(int) (at >>> 3)] >> (7 - (at & 7)) & 1);
            }
            write(to, toBit + done, take, value);
        }
    }
}
