package io.ipdk.p4runtime.entity;

/**
 * Anything that P4Runtime can write or read.
 *
 * <p>Names may be fully qualified names, aliases, or ends of names that are unique. The same types serve as filters of reads:
 * there {@link #EVERY} stands for all objects of a kind, and {@link #EVERY_CELL} for all cells of an array.
 *
 * <p>Immutable.
 */
public sealed interface P4Entity
        permits TableEntry,
                DirectCounterEntry,
                DirectMeterEntry,
                CounterEntry,
                MeterEntry,
                RegisterEntry,
                ActionProfileMember,
                ActionProfileGroup,
                MulticastGroup,
                CloneSession,
                DigestConfig,
                ValueSet,
                ExternEntry {

    /** In place of a name in a read: all objects of the kind. */
    String EVERY = "";

    /** In place of an index: all cells of the array, in reads and writes. */
    long EVERY_CELL = -1;

    /** The part that identifies the entity on the device: what a DELETE needs and a later read repeats. */
    P4Entity key();
}
