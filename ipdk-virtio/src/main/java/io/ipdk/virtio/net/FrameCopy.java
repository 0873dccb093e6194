package io.ipdk.virtio.net;

import io.ipdk.nativeaccess.memory.RawMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Copies the bytes of frames. Thread-safe. */
final class FrameCopy {
    /** Up to here a loop of words is faster than the call of the copy stub. */
    private static final int WORDS_LIMIT = 128;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private FrameCopy() {}

    /** Copies between ranges that do not overlap. */
    static void copy(long source, long target, int bytes) {
        if (bytes > WORDS_LIMIT || bytes < Long.BYTES) {
            RawMemory.copy(source, target, bytes);
            return;
        }
        int last = bytes - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            RawMemory.putLong(target + i, RawMemory.getLong(source + i));
        }
        // The last word overlaps the one before where the length is no multiple of 8.
        RawMemory.putLong(target + last, RawMemory.getLong(source + last));
    }

    /** Copies into an array. */
    static void copy(long source, byte[] target, int offset, int bytes) {
        if (bytes > WORDS_LIMIT || bytes < Long.BYTES) {
            RawMemory.copyToArray(source, target, offset, bytes);
            return;
        }
        int last = bytes - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            WORDS.set(target, offset + i, RawMemory.getLong(source + i));
        }
        WORDS.set(target, offset + last, RawMemory.getLong(source + last));
    }

    /** Copies from an array. */
    static void copy(byte[] source, int offset, long target, int bytes) {
        if (bytes > WORDS_LIMIT || bytes < Long.BYTES) {
            RawMemory.copyFromArray(source, offset, target, bytes);
            return;
        }
        int last = bytes - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            RawMemory.putLong(target + i, (long) WORDS.get(source, offset + i));
        }
        RawMemory.putLong(target + last, (long) WORDS.get(source, offset + last));
    }
}
