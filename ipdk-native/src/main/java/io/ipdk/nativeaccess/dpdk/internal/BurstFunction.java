package io.ipdk.nativeaccess.dpdk.internal;

/**
 * A C function {@code int f(void *object, void **array, unsigned count)}: the shape of receive and send bursts, and of a
 * mempool's enqueue and dequeue. Thread-safe as far as the function is.
 */
public interface BurstFunction {
    /** Calls it; a narrower result leaves the upper bits undefined. */
    int call(long object, long array, int count);
}
