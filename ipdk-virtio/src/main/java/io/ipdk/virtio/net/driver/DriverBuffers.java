package io.ipdk.virtio.net.driver;

import io.ipdk.virtio.vhostuser.SharedMemory;

/** Equally long buffers in shared memory, one for each descriptor of a ring. Thread-safe. */
final class DriverBuffers {
    private final long address;
    private final int stride;
    final int length;

    DriverBuffers(SharedMemory memory, int count, int length) {
        this.length = length;
        this.stride = strideOf(length);
        this.address = memory.allocate((long) count * stride, 64);
    }

    /** An odd number of cache lines, so that buffers do not crowd into one set of the cache. */
    private static int strideOf(int length) {
        return ((length + 63) / 64 | 1) * 64;
    }

    static long bytesNeeded(int count, int length) {
        return (long) count * strideOf(length) + 64;
    }

    long address(int index) {
        return address + (long) index * stride;
    }
}
