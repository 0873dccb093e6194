package io.ipdk.virtio.net;

import io.ipdk.nativeaccess.memory.RawMemory;

/** Copies the bytes of frames. Thread-safe. */
final class FrameCopy {
    /** Up to here a loop of words is faster than the call of the copy stub. */
    private static final int WORDS_LIMIT = 128;

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
}
