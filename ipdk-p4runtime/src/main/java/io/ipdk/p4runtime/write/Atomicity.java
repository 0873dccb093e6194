package io.ipdk.p4runtime.write;

import org.p4.v1.WriteRequest;

/** What a target does with the rest of a Write when one update fails. */
public enum Atomicity {
    /** Each update is tried. Every target can do this, and lists of any length may be cut into batches. */
    CONTINUE_ON_ERROR(WriteRequest.Atomicity.CONTINUE_ON_ERROR),
    /** All or none, though packets may meet a part of them. One batch, whatever its size; optional for targets. */
    ROLLBACK_ON_ERROR(WriteRequest.Atomicity.ROLLBACK_ON_ERROR),
    /** All or none, for packets too. One batch, whatever its size; optional for targets. */
    DATAPLANE_ATOMIC(WriteRequest.Atomicity.DATAPLANE_ATOMIC);

    private final WriteRequest.Atomicity proto;

    Atomicity(WriteRequest.Atomicity proto) {
        this.proto = proto;
    }

    WriteRequest.Atomicity toProto() {
        return proto;
    }

    boolean allOrNone() {
        return this != CONTINUE_ON_ERROR;
    }
}
