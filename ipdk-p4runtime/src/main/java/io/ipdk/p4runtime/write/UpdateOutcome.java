package io.ipdk.p4runtime.write;

/** What became of one update. */
public enum UpdateOutcome {
    /** In force. */
    APPLIED,
    /** The target says why it did not do it. */
    REFUSED,
    /** Not in force: its batch was refused as a whole, or rolled back because of another update. */
    NOT_APPLIED,
    /** Never left this client, because an earlier batch failed as a whole. */
    NOT_SENT,
    /** In force or not: the answer was lost, or contradicts itself. Read back before sending it again. */
    UNKNOWN
}
