package io.ipdk.virtio.block;

import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.block.protocol.BlockStatus;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the failures of requests, of which a guest can cause any number, into few reports. Thread-safe. */
final class FailureReporter {
    private static final Logger LOG = LoggerFactory.getLogger(FailureReporter.class);
    private static final long REPORT_INTERVAL_NANOS = 1_000_000_000L;

    private final String disk;
    private final BlockDeviceListener listener;
    private final LongSupplier nanoClock;
    private final long[] unreported = new long[BlockRequestType.MAX_WIRE_VALUE + 1];
    private final long[] reportedAt = new long[BlockRequestType.MAX_WIRE_VALUE + 1];

    /** Bit by type: whether there was a report at all. */
    private int reported;

    /** Bit by type: whether a failure was reported and no success after it. Read without the lock on every answer. */
    private volatile int failing;

    FailureReporter(String disk, BlockDeviceListener listener, LongSupplier nanoClock) {
        this.disk = disk;
        this.listener = listener;
        this.nanoClock = nanoClock;
    }

    /** The store has carried a request out, or has failed to. */
    void executed(BlockRequest request) {
        if (request.status == BlockStatus.OK) {
            if (failing != 0) {
                worked(request.type);
            }
        } else if (request.failure != null && request.status == BlockStatus.IOERR) {
            failed(request, request.failure);
        }
    }

    private synchronized void failed(BlockRequest request, Throwable cause) {
        long now = nanoClock.getAsLong();
        int index = request.type.wireValue();
        int bit = bit(request.type);
        unreported[index]++;
        // Also after a recovery: a guest that alternates between what fails and what works causes no more reports.
        if ((reported & bit) != 0 && now - reportedAt[index] < REPORT_INTERVAL_NANOS) {
            return;
        }
        BlockFailure failure =
                new BlockFailure(request.type, request.firstByte(), request.bytes(), unreported[index], cause);
        failing |= bit;
        reported |= bit;
        reportedAt[index] = now;
        unreported[index] = 0;
        try {
            listener.failed(failure);
        } catch (RuntimeException e) {
            LOG.warn("disk {}: the listener threw on {}", disk, failure, e);
        }
    }

    private synchronized void worked(BlockRequestType type) {
        if ((failing & bit(type)) == 0) {
            return;
        }
        failing &= ~bit(type);
        try {
            listener.recovered(type);
        } catch (RuntimeException e) {
            LOG.warn("disk {}: the listener threw on the recovery of {}", disk, type, e);
        }
    }

    private static int bit(BlockRequestType type) {
        return 1 << type.wireValue();
    }
}
