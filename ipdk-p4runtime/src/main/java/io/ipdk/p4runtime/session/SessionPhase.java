package io.ipdk.p4runtime.session;

/** Where a session stands. */
public enum SessionPhase {
    /** The stream is being opened, or the target has not answered yet. */
    CONNECTING,
    /** Another client is primary, or nobody: this one may read. */
    BACKUP,
    /** Primary, and what was there before is being put back; changes have to wait. */
    RESTORING,
    /** Primary, and ready. */
    PRIMARY,
    /** The stream was lost; the next attempt is due. */
    DISCONNECTED,
    /** Closed, or given up. */
    CLOSED
}
