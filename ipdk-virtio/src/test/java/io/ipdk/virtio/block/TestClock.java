package io.ipdk.virtio.block;

import java.util.function.LongSupplier;

/** A clock moved by hand. */
final class TestClock implements LongSupplier {
    private long nanos = 1_000_000;

    long nanos() {
        return nanos;
    }

    void moveTo(long moment) {
        nanos = moment;
    }

    void advance(long by) {
        nanos += by;
    }

    @Override
    public long getAsLong() {
        return nanos;
    }
}
