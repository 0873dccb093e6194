package io.ipdk.p4runtime.pipeline;

import org.p4.v1.GetForwardingPipelineConfigRequest.ResponseType;

/** How much of its pipeline a target is asked for. */
public enum PipelinePart {
    ALL(ResponseType.ALL),
    COOKIE_ONLY(ResponseType.COOKIE_ONLY),
    P4INFO_AND_COOKIE(ResponseType.P4INFO_AND_COOKIE),
    DEVICE_CONFIG_AND_COOKIE(ResponseType.DEVICE_CONFIG_AND_COOKIE);

    private final ResponseType proto;

    PipelinePart(ResponseType proto) {
        this.proto = proto;
    }

    ResponseType toProto() {
        return proto;
    }
}
