package io.ipdk.p4target.table;

import org.jspecify.annotations.Nullable;

/**
 * What the control plane wants back of an entry and packets never look at. Immutable.
 *
 * @param metadata opaque bytes of the client
 * @param controllerMetadata the deprecated number of the client
 * @param idleTimeoutNanos as written; 0 if the entry never times out
 * @param constant whether the source made it and nobody may change it
 * @param origin what the control plane keeps to give the action back as it was written, or null
 */
@SuppressWarnings("ArrayRecordComponent")
public record EntryNotes(
        byte[] metadata,
        long controllerMetadata,
        long idleTimeoutNanos,
        boolean constant,
        @Nullable Object origin) {}
