package io.ipdk.p4runtime.write;

/** In which order the updates of one call reach the target. Within one batch a target may take any order. */
public enum UpdateOrder {
    /**
     * What others refer to comes first, and goes last: members before groups before entries, and along {@code @refers_to}.
     * Changes of one and the same entity keep the caller's order. All else goes side by side.
     */
    BY_REFERENCE,
    /** Batch after batch in the caller's order. */
    AS_GIVEN,
    /** All batches side by side: the caller knows that no update needs another one. */
    NONE
}
