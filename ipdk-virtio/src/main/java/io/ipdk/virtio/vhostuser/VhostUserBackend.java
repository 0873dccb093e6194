package io.ipdk.virtio.vhostuser;

import static io.ipdk.virtio.vhostuser.message.ProtocolViolation.FEATURES_WHILE_RUNNING;
import static io.ipdk.virtio.vhostuser.message.ProtocolViolation.FEATURE_NOT_OFFERED;
import static io.ipdk.virtio.vhostuser.message.ProtocolViolation.PROTOCOL_FEATURE_NOT_OFFERED;

import io.ipdk.virtio.VirtioDevice;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.vhostuser.message.MessageRules;
import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import io.ipdk.virtio.vhostuser.message.ProtocolViolationException;
import io.ipdk.virtio.vhostuser.message.RingAddresses;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;

/**
 * The back end's side of one connection: carries out requests on a device and words the answers.
 *
 * <p>Knows nothing of sockets and threads. Each request that breaks a rule throws {@link ProtocolViolationException}; the
 * connection is over then, and {@link #close} puts the device back into the state of one without a front end.
 *
 * <p>Confined to one thread (the control thread of the connection).
 */
final class VhostUserBackend implements AutoCloseable {
    private static final long COMMON_PROTOCOL_FEATURES = ProtocolFeature.MQ
            | ProtocolFeature.REPLY_ACK
            | ProtocolFeature.BACKEND_REQ
            | ProtocolFeature.RESET_DEVICE
            | ProtocolFeature.CONFIGURE_MEM_SLOTS
            | ProtocolFeature.STATUS;
    private static final long ACCEPTED = 0;
    private static final long REFUSED = 1;

    private final VirtioDevice device;
    private final FrontendChannel frontend;
    private final BackendRings rings;
    private final MemoryTable memory;
    private final DeviceRequests deviceRequests;
    private long features;
    private long protocolFeatures;

    /**
     * @param maxMemoryBytes how much address space the front end may have mapped at a time
     * @param frontend where requests towards the front end go
     */
    VhostUserBackend(VirtioDevice device, long maxMemoryBytes, FrontendChannel frontend) {
        this.device = device;
        this.frontend = frontend;
        this.rings = new BackendRings(device);
        this.memory = new MemoryTable(maxMemoryBytes, rings::changeMemory);
        this.deviceRequests = new DeviceRequests(device);
    }

    /** Whether the front end has cut memory short that it shares; thread-safe. */
    boolean isMemoryTruncated() {
        return memory.isTruncated() || rings.isInflightAreaTruncated();
    }

    /** The number of memory regions that the front end can cut short. */
    int unsealedRegions() {
        return memory.unsealedRegions();
    }

    /**
     * Carries out one request. Descriptors that nobody took are left in the message; the caller closes them.
     *
     * @param answer filled in if there is one
     * @return whether the answer is to be sent
     */
    boolean handle(VhostUserMessage message, VhostUserMessage answer) {
        VhostUserRequest request = MessageRules.check(message, protocolFeatures);
        answer.replyTo(message.id());
        if (request == null) {
            answer.addLong(REFUSED);
            return true;
        }
        // Asked before the request is carried out: the request that agrees on acknowledgements is itself not
        // acknowledged.
        boolean acknowledge = message.needsReply() && (protocolFeatures & ProtocolFeature.REPLY_ACK) != 0;
        boolean accepted = carryOut(request, message, answer);
        if (request.hasReply()) {
            return true;
        }
        if (acknowledge) {
            answer.addLong(accepted ? ACCEPTED : REFUSED);
        }
        return acknowledge;
    }

    private boolean carryOut(VhostUserRequest request, VhostUserMessage message, VhostUserMessage answer) {
        switch (request) {
            case GET_FEATURES -> answer.addLong(device.features() | VirtioFeature.PROTOCOL_FEATURES);
            case SET_FEATURES -> setFeatures(message.longAt(0));
            case GET_PROTOCOL_FEATURES -> answer.addLong(offeredProtocolFeatures());
            case SET_PROTOCOL_FEATURES -> setProtocolFeatures(message.longAt(0));
            case GET_QUEUE_NUM -> answer.addLong(device.maxQueuePairsOrQueues());
            // Who owns the device is settled by the connection; front ends send RESET_OWNER without meaning it.
            case SET_OWNER, RESET_OWNER -> {}
            case SET_MEM_TABLE -> memory.replace(message);
            case GET_MAX_MEM_SLOTS -> answer.addLong(MemoryTable.MAX_SLOTS);
            case ADD_MEM_REG -> memory.add(message);
            case REM_MEM_REG -> memory.remove(message);
            case SET_VRING_NUM -> rings.named(message).setSize(message.intAt(Integer.BYTES));
            case SET_VRING_ADDR -> rings.named(message).setAddresses(RingAddresses.read(message));
            case SET_VRING_BASE -> rings.named(message).setBase(message.intAt(Integer.BYTES));
            case GET_VRING_BASE -> stopRing(message, answer);
            case SET_VRING_KICK ->
                rings.namedByEvent(message).start(BackendRings.event(message), memory.memory(), features);
            case SET_VRING_CALL -> rings.namedByEvent(message).setCall(BackendRings.event(message));
            case SET_VRING_ERR -> rings.namedByEvent(message).setError(BackendRings.event(message));
            case SET_VRING_ENABLE -> rings.enable(message);
            case SET_BACKEND_REQ_FD -> frontend.open(message);
            case GET_INFLIGHT_FD -> rings.createInflightArea(message, answer);
            case SET_INFLIGHT_FD -> rings.takeInflightArea(message);
            case RESET_DEVICE -> resetDevice();
            default -> {
                return deviceRequests.carryOut(request, message, answer);
            }
        }
        return true;
    }

    private void setFeatures(long value) {
        long offered = device.features() | VirtioFeature.PROTOCOL_FEATURES;
        if ((value & ~offered) != 0) {
            throw new ProtocolViolationException(
                    FEATURE_NOT_OFFERED,
                    "feature bits 0x" + Long.toHexString(value & ~offered) + " are not among 0x"
                            + Long.toHexString(offered));
        }
        if (rings.isAnyStarted()) {
            if (value != features) {
                throw new ProtocolViolationException(
                        FEATURES_WHILE_RUNNING,
                        "features changed from 0x" + Long.toHexString(features) + " to 0x" + Long.toHexString(value));
            }
            return;
        }
        features = value;
        device.featuresNegotiated(value & ~VirtioFeature.PROTOCOL_FEATURES);
        if ((value & VirtioFeature.PROTOCOL_FEATURES) == 0) {
            // A front end that does not know the bit does not know SET_VRING_ENABLE either.
            rings.enableAll();
        }
    }

    private long offeredProtocolFeatures() {
        return COMMON_PROTOCOL_FEATURES | device.protocolFeatures();
    }

    private void setProtocolFeatures(long value) {
        long unknown = value & ~offeredProtocolFeatures();
        if (unknown != 0) {
            throw new ProtocolViolationException(
                    PROTOCOL_FEATURE_NOT_OFFERED,
                    ProtocolFeature.describe(unknown) + " not among "
                            + ProtocolFeature.describe(offeredProtocolFeatures()));
        }
        protocolFeatures = value;
    }

    private void stopRing(VhostUserMessage message, VhostUserMessage answer) {
        int base = rings.named(message).stop();
        answer.addInt(message.intAt(0)).addInt(base);
    }

    private void resetDevice() {
        rings.reset();
        deviceRequests.reset();
    }

    /** Stops all rings and unmaps the front end's memory. */
    @Override
    public void close() {
        try {
            rings.release();
        } finally {
            memory.close();
        }
    }
}
