package io.ipdk.virtio.vhostuser.message;

import org.jspecify.annotations.Nullable;

/**
 * The requests of a front end that the back end knows, each with the shape it must have.
 *
 * <p>Immutable.
 */
public enum VhostUserRequest {
    GET_FEATURES(1, 0, Fds.NONE, Answer.REPLY, 0),
    SET_FEATURES(2, 8, Fds.NONE, Answer.ON_DEMAND, 0),
    SET_OWNER(3, 0, Fds.NONE, Answer.ON_DEMAND, 0),
    RESET_OWNER(4, 0, Fds.NONE, Answer.ON_DEMAND, 0),
    SET_MEM_TABLE(5, VhostUserRequest.VARIABLE, Fds.PER_REGION, Answer.ON_DEMAND, 0),
    SET_VRING_NUM(8, 8, Fds.NONE, Answer.ON_DEMAND, 0),
    SET_VRING_ADDR(9, 40, Fds.NONE, Answer.ON_DEMAND, 0),
    SET_VRING_BASE(10, 8, Fds.NONE, Answer.ON_DEMAND, 0),
    GET_VRING_BASE(11, 8, Fds.NONE, Answer.REPLY, 0),
    SET_VRING_KICK(12, 8, Fds.UNLESS_BIT_8, Answer.ON_DEMAND, 0),
    SET_VRING_CALL(13, 8, Fds.UNLESS_BIT_8, Answer.ON_DEMAND, 0),
    SET_VRING_ERR(14, 8, Fds.UNLESS_BIT_8, Answer.ON_DEMAND, 0),
    GET_PROTOCOL_FEATURES(15, 0, Fds.NONE, Answer.REPLY, 0),
    SET_PROTOCOL_FEATURES(16, 8, Fds.NONE, Answer.ON_DEMAND, 0),
    GET_QUEUE_NUM(17, 0, Fds.NONE, Answer.REPLY, ProtocolFeature.MQ),
    SET_VRING_ENABLE(18, 8, Fds.NONE, Answer.ON_DEMAND, 0),
    SEND_RARP(19, 8, Fds.NONE, Answer.ON_DEMAND, ProtocolFeature.RARP),
    NET_SET_MTU(20, 8, Fds.NONE, Answer.ON_DEMAND, ProtocolFeature.MTU),
    SET_BACKEND_REQ_FD(21, 0, Fds.ONE, Answer.ON_DEMAND, ProtocolFeature.BACKEND_REQ),
    GET_CONFIG(24, VhostUserRequest.VARIABLE, Fds.NONE, Answer.REPLY, ProtocolFeature.CONFIG),
    SET_CONFIG(25, VhostUserRequest.VARIABLE, Fds.NONE, Answer.ON_DEMAND, ProtocolFeature.CONFIG),
    /** QEMU pads the 20 bytes of the payload to 24. */
    GET_INFLIGHT_FD(31, VhostUserRequest.VARIABLE, Fds.NONE, Answer.REPLY, ProtocolFeature.INFLIGHT_SHMFD),
    SET_INFLIGHT_FD(32, VhostUserRequest.VARIABLE, Fds.ONE, Answer.ON_DEMAND, ProtocolFeature.INFLIGHT_SHMFD),
    RESET_DEVICE(34, 0, Fds.NONE, Answer.ON_DEMAND, ProtocolFeature.RESET_DEVICE),
    GET_MAX_MEM_SLOTS(36, 0, Fds.NONE, Answer.REPLY, ProtocolFeature.CONFIGURE_MEM_SLOTS),
    ADD_MEM_REG(37, 40, Fds.ONE, Answer.ON_DEMAND, ProtocolFeature.CONFIGURE_MEM_SLOTS),
    REM_MEM_REG(38, 40, Fds.UP_TO_ONE, Answer.ON_DEMAND, ProtocolFeature.CONFIGURE_MEM_SLOTS),
    SET_STATUS(39, 8, Fds.NONE, Answer.ON_DEMAND, ProtocolFeature.STATUS),
    GET_STATUS(40, 0, Fds.NONE, Answer.REPLY, ProtocolFeature.STATUS);

    /** How many descriptors a request carries. */
    enum Fds {
        NONE,
        ONE,
        UP_TO_ONE,
        PER_REGION,
        UNLESS_BIT_8
    }

    /** Whether a request is answered in any case, or acknowledged where the front end asks for it. */
    enum Answer {
        REPLY,
        ON_DEMAND
    }

    /** Payload size that depends on the content. */
    public static final int VARIABLE = -1;

    private static final VhostUserRequest[] BY_ID = byId();

    private final int id;
    private final int payloadBytes;
    private final Fds fds;
    private final Answer answer;
    private final long protocolFeature;

    VhostUserRequest(int id, int payloadBytes, Fds fds, Answer answer, long protocolFeature) {
        this.id = id;
        this.payloadBytes = payloadBytes;
        this.fds = fds;
        this.answer = answer;
        this.protocolFeature = protocolFeature;
    }

    private static VhostUserRequest[] byId() {
        VhostUserRequest[] table = new VhostUserRequest[64];
        for (VhostUserRequest request : values()) {
            table[request.id] = request;
        }
        return table;
    }

    /** The request with a number, or null if the back end does not know it. */
    public static @Nullable VhostUserRequest of(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }

    /** The number on the wire. */
    public int id() {
        return id;
    }

    /** Exact payload size in bytes, or {@link #VARIABLE}. */
    public int payloadBytes() {
        return payloadBytes;
    }

    Fds fds() {
        return fds;
    }

    /** Whether the request has an answer of its own, so that the need_reply flag means nothing. */
    public boolean hasReply() {
        return answer == Answer.REPLY;
    }

    /** The protocol feature that must have been agreed on, or 0. */
    public long protocolFeature() {
        return protocolFeature;
    }
}
