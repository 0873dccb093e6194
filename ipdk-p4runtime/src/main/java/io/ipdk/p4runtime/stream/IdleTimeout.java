package io.ipdk.p4runtime.stream;

import io.ipdk.p4runtime.entity.TableEntry;
import java.time.Instant;
import java.util.List;

/**
 * Entries that no packet has met for as long as they were to be watched. Targets keep them until they are deleted. Immutable.
 *
 * @param timestamp by the target's clock
 */
public record IdleTimeout(List<TableEntry> entries, Instant timestamp) {
    public IdleTimeout {
        entries = List.copyOf(entries);
    }
}
