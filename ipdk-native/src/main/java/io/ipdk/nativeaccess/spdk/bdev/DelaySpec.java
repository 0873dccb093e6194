package io.ipdk.nativeaccess.spdk.bdev;

import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import java.time.Duration;

/**
 * How slow a block device is made, to the microsecond.
 *
 * <p>Immutable.
 *
 * @param read how long a read takes on top, on average
 * @param slowRead how long one read in a hundred takes on top
 * @param write how long a write takes on top, on average
 * @param slowWrite how long one write in a hundred takes on top
 */
public record DelaySpec(Duration read, Duration slowRead, Duration write, Duration slowWrite) {

    public DelaySpec {
        for (Duration delay : new Duration[] {read, slowRead, write, slowWrite}) {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("a delay of " + delay + " is below zero");
            }
        }
    }

    /** The same delay for everything. */
    public static DelaySpec of(Duration delay) {
        return new DelaySpec(delay, delay, delay, delay);
    }

    RpcRequest addTo(RpcRequest request) {
        return request.with("avg_read_latency", micros(read))
                .with("p99_read_latency", micros(slowRead))
                .with("avg_write_latency", micros(write))
                .with("p99_write_latency", micros(slowWrite));
    }

    private static long micros(Duration delay) {
        return delay.toNanos() / 1000;
    }
}
