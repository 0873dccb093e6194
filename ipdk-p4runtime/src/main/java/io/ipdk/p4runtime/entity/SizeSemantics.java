package io.ipdk.p4runtime.entity;

/** What counts as the size of a set of actions (P4Runtime 1.5, "One Shot Action Selector Programming"). */
public enum SizeSemantics {
    /** As the action selector says. */
    DEFAULT,
    /** The sum of the weights. */
    SUM_OF_WEIGHTS,
    /** The number of members. */
    SUM_OF_MEMBERS
}
