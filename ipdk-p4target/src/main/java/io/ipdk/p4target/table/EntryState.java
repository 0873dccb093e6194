package io.ipdk.p4target.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What packets change in an entry: its counter, its meter, the time of its last hit. It outlives modifications of the
 * entry. Thread-safe.
 */
public final class EntryState {
    private static final VarHandle PACKETS;
    private static final VarHandle BYTES;
    private static final VarHandle LAST_HIT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PACKETS = lookup.findVarHandle(EntryState.class, "packets", long.class);
            BYTES = lookup.findVarHandle(EntryState.class, "bytes", long.class);
            LAST_HIT = lookup.findVarHandle(EntryState.class, "lastHit", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused")
    private long packets;

    @SuppressWarnings("unused")
    private long bytes;

    @SuppressWarnings("unused")
    private long lastHit;

    private final @Nullable MeterCell meter;

    /**
     * @param meter the entry's meter, or null if its table has none
     * @param now nanoseconds of the target's clock
     */
    public EntryState(@Nullable MeterCell meter, long now) {
        this.meter = meter;
        LAST_HIT.setOpaque(this, now);
    }

    /** Counts a packet. */
    public void count(long length) {
        PACKETS.getAndAdd(this, 1L);
        BYTES.getAndAdd(this, length);
    }

    /** Notes a hit, in nanoseconds of the target's clock. */
    public void touch(long now) {
        LAST_HIT.setOpaque(this, now);
    }

    public long packets() {
        return (long) PACKETS.getOpaque(this);
    }

    public long bytes() {
        return (long) BYTES.getOpaque(this);
    }

    public long lastHit() {
        return (long) LAST_HIT.getOpaque(this);
    }

    /** Sets the counter. */
    public void setCount(long newPackets, long newBytes) {
        PACKETS.setOpaque(this, newPackets);
        BYTES.setOpaque(this, newBytes);
    }

    /** The entry's meter, or null if its table has none. */
    public @Nullable MeterCell meter() {
        return meter;
    }
}
