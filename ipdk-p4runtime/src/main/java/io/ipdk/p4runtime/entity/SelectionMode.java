package io.ipdk.p4runtime.entity;

/** How a set of actions picks one for a packet (P4Runtime 1.5, "One Shot Action Selector Programming"). */
public enum SelectionMode {
    /** As the action selector does. */
    DEFAULT,
    /** By the switch's hash. */
    HASH,
    /** At random. */
    RANDOM
}
