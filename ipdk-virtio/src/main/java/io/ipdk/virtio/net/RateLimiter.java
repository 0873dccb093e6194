package io.ipdk.virtio.net;

import io.ipdk.limit.BandwidthLimit;
import io.ipdk.virtio.limit.TokenBucket;

/** A token bucket over the bits of frames. Confined to the thread that polls. */
final class RateLimiter {
    private static final long MAX_BYTES = Long.MAX_VALUE / Byte.SIZE;

    private final TokenBucket bucket = TokenBucket.unlimited();

    void reconfigure(BandwidthLimit limit, long now) {
        long burst = Math.min(limit.burst().bytes(), MAX_BYTES) * Byte.SIZE;
        bucket.reconfigure(limit.rate().bitsPerSecond(), Math.max(1, burst), now);
    }

    boolean admits(long now) {
        return bucket.admits(now);
    }

    void take(int bytes) {
        bucket.take((long) bytes * Byte.SIZE);
    }

    long readyAtNanos(long now) {
        return bucket.readyAtNanos(now);
    }
}
