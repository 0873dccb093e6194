package io.ipdk.virtio.block;

import io.ipdk.disk.DiskLimits;
import io.ipdk.limit.BandwidthLimit;
import io.ipdk.limit.IopsLimit;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.limit.TokenBucket;

/**
 * The limits of one disk: how many requests and bytes a second pass, for reads, for writes (everything that is no read), and
 * for both together. A request passes when it may pass each limit that concerns it.
 *
 * <p>Confined to the thread that polls the disk.
 */
final class BlockThrottle {
    private final TokenBucket readOperations = TokenBucket.unlimited();
    private final TokenBucket readBytes = TokenBucket.unlimited();
    private final TokenBucket writeOperations = TokenBucket.unlimited();
    private final TokenBucket writeBytes = TokenBucket.unlimited();
    private final TokenBucket operations = TokenBucket.unlimited();
    private final TokenBucket bytes = TokenBucket.unlimited();
    private boolean unlimited = true;

    /** Follows other limits from now on. */
    void follow(DiskLimits wanted, long now) {
        unlimited = wanted.equals(DiskLimits.UNLIMITED);
        set(readOperations, wanted.readIops(), now);
        set(readBytes, wanted.readBandwidth(), now);
        set(writeOperations, wanted.writeIops(), now);
        set(writeBytes, wanted.writeBandwidth(), now);
        set(operations, wanted.totalIops(), now);
        set(bytes, wanted.totalBandwidth(), now);
    }

    private static void set(TokenBucket bucket, IopsLimit limit, long now) {
        set(bucket, limit.rate().perSecond(), limit.burst(), now);
    }

    private static void set(TokenBucket bucket, BandwidthLimit limit, long now) {
        set(bucket, limit.rate().toBytesPerSecond(), limit.burst().bytes(), now);
    }

    private static void set(TokenBucket bucket, long rate, long burst, long now) {
        // A limit that stays keeps its level and its debt.
        if (bucket.rate() != rate || bucket.burst() != Math.max(1, burst)) {
            bucket.reconfigure(rate, Math.max(1, burst), now);
        }
    }

    /** Lets a request pass and counts it, or neither. */
    boolean admit(BlockRequest request, long now) {
        if (unlimited) {
            return true;
        }
        boolean write = request.type.isWriteClass();
        long amount = request.data.bytes();
        boolean carriesData = request.type == BlockRequestType.IN || request.type == BlockRequestType.OUT;
        TokenBucket ownOperations = write ? writeOperations : readOperations;
        TokenBucket ownBytes = write ? writeBytes : readBytes;
        if (!ownOperations.admits(now) || !operations.admits(now)) {
            return false;
        }
        if (carriesData && (!ownBytes.admits(now) || !bytes.admits(now))) {
            return false;
        }
        ownOperations.take(1);
        operations.take(1);
        if (carriesData) {
            ownBytes.take(amount);
            bytes.take(amount);
        }
        return true;
    }

    /** When a request that was not let pass is worth another try. */
    long readyAtNanos(BlockRequest request, long now) {
        boolean write = request.type.isWriteClass();
        long ready =
                later((write ? writeOperations : readOperations).readyAtNanos(now), operations.readyAtNanos(now), now);
        if (request.type == BlockRequestType.IN || request.type == BlockRequestType.OUT) {
            ready = later(ready, (write ? writeBytes : readBytes).readyAtNanos(now), now);
            ready = later(ready, bytes.readyAtNanos(now), now);
        }
        return ready;
    }

    private static long later(long a, long b, long now) {
        return a - now >= b - now ? a : b;
    }
}
