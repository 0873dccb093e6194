package io.ipdk.p4target.dataplane;

import io.ipdk.p4target.runtime.ForwardingState;
import io.ipdk.p4target.table.EntryState;
import io.ipdk.p4target.table.TableEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** Finds entries that were not hit for their time: looks only at those whose time may be over. Thread-safe. */
public final class IdleTimeouts {
    private final Consumer<List<IdleEntry>> out;
    private final PriorityQueue<Watch> watches = new PriorityQueue<>(Comparator.comparingLong(Watch::at));

    private record Watch(long at, int table, TableEntry.Match match, EntryState state, long timeout) {}

    IdleTimeouts(Consumer<List<IdleEntry>> out) {
        this.out = out;
    }

    /** Watches an entry with a timeout. */
    public synchronized void watch(int table, TableEntry entry, long now) {
        long timeout = timeoutOf(entry);
        if (timeout > 0 && entry.state != null) {
            watches.add(new Watch(now + timeout, table, entry.match(), entry.state, timeout));
        }
    }

    private static long timeoutOf(TableEntry entry) {
        return entry.notes == null ? 0 : entry.notes.idleTimeoutNanos();
    }

    void tick(ForwardingState state, long now) {
        List<IdleEntry> idle = new ArrayList<>();
        synchronized (this) {
            while (!watches.isEmpty() && watches.peek().at() - now <= 0) {
                Watch watch = watches.poll();
                TableEntry entry = state.tables()[watch.table()].find(watch.match());
                if (entry == null || entry.state != watch.state() || timeoutOf(entry) != watch.timeout()) {
                    continue;
                }
                long due = watch.state().lastHit() + watch.timeout();
                if (due - now <= 0) {
                    idle.add(new IdleEntry(watch.table(), entry));
                    due = now + watch.timeout();
                }
                watches.add(new Watch(due, watch.table(), watch.match(), watch.state(), watch.timeout()));
            }
        }
        if (!idle.isEmpty()) {
            out.accept(idle);
        }
    }
}
