package io.ipdk.p4runtime.pipeline;

import org.p4.v1.SetForwardingPipelineConfigRequest.Action;

/** What a target does with a pipeline that is sent to it. */
public enum PipelineAction {
    /** Says whether it could be used, and forgets it. */
    VERIFY(Action.VERIFY),
    /** Keeps it for {@link #COMMIT}; entities are kept for it from now on, packets still meet the old one. */
    VERIFY_AND_SAVE(Action.VERIFY_AND_SAVE),
    /** Puts it in force; all entities are gone. */
    VERIFY_AND_COMMIT(Action.VERIFY_AND_COMMIT),
    /** Puts in force what was saved. */
    COMMIT(Action.COMMIT),
    /** Puts it in force without loss of the entities that still fit. Optional for targets. */
    RECONCILE_AND_COMMIT(Action.RECONCILE_AND_COMMIT);

    private final Action proto;

    PipelineAction(Action proto) {
        this.proto = proto;
    }

    Action toProto() {
        return proto;
    }
}
