package io.ipdk.examples.demo;

import io.ipdk.unit.DataSize;
import java.time.Duration;

/**
 * How much the demo moves.
 *
 * <p>Immutable.
 *
 * @param frames frames that cross the switch
 * @param data what is written to the disk and read back, a multiple of 1 MiB
 * @param measurement how long each limit is measured
 * @param leastShare how much of a limit has to be reached, 0–1; none of it may be exceeded
 */
public record DemoSizes(int frames, DataSize data, Duration measurement, double leastShare) {

    /** A demo of a few seconds a part. */
    public static DemoSizes full() {
        return new DemoSizes(300_000, DataSize.mib(64), Duration.ofMillis(1_500), 0.5);
    }

    /** As little as shows everything. */
    public static DemoSizes small() {
        return new DemoSizes(5_000, DataSize.mib(4), Duration.ofMillis(300), 0);
    }

    /** Less data, because the processors of guests are emulated. */
    DemoSizes forGuests() {
        return new DemoSizes(frames, DataSize.bytes(data.bytes() / 4), measurement, leastShare);
    }
}
