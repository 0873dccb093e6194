package io.ipdk.p4runtime.entity;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/** What most table entries do not have. */
record EntryDetails(
        long idleTimeoutNanos,
        long controllerMetadata,
        ByteString metadata,
        boolean constant,
        @Nullable MeterConfig meter,
        @Nullable CounterData counter,
        @Nullable MeterCounterData meterCounters,
        long nanosSinceLastHit) {
    /** In place of a time that is not known. */
    static final long UNKNOWN = Long.MIN_VALUE;

    static final EntryDetails NONE = new EntryDetails(0, 0, ByteString.EMPTY, false, null, null, null, UNKNOWN);

    EntryDetails withIdleTimeout(long nanos) {
        return new EntryDetails(
                nanos, controllerMetadata, metadata, constant, meter, counter, meterCounters, nanosSinceLastHit);
    }

    EntryDetails withControllerMetadata(long cookie) {
        return new EntryDetails(
                idleTimeoutNanos, cookie, metadata, constant, meter, counter, meterCounters, nanosSinceLastHit);
    }

    EntryDetails withMetadata(ByteString bytes) {
        return new EntryDetails(
                idleTimeoutNanos,
                controllerMetadata,
                bytes,
                constant,
                meter,
                counter,
                meterCounters,
                nanosSinceLastHit);
    }

    EntryDetails withConstant(boolean fixed) {
        return new EntryDetails(
                idleTimeoutNanos,
                controllerMetadata,
                metadata,
                fixed,
                meter,
                counter,
                meterCounters,
                nanosSinceLastHit);
    }

    EntryDetails withMeter(@Nullable MeterConfig config) {
        return new EntryDetails(
                idleTimeoutNanos,
                controllerMetadata,
                metadata,
                constant,
                config,
                counter,
                meterCounters,
                nanosSinceLastHit);
    }

    EntryDetails withCounter(@Nullable CounterData data) {
        return new EntryDetails(
                idleTimeoutNanos,
                controllerMetadata,
                metadata,
                constant,
                meter,
                data,
                meterCounters,
                nanosSinceLastHit);
    }

    EntryDetails withMeterCounters(@Nullable MeterCounterData data) {
        return new EntryDetails(
                idleTimeoutNanos, controllerMetadata, metadata, constant, meter, counter, data, nanosSinceLastHit);
    }

    EntryDetails withTimeSinceLastHit(long nanos) {
        return new EntryDetails(
                idleTimeoutNanos, controllerMetadata, metadata, constant, meter, counter, meterCounters, nanos);
    }
}
