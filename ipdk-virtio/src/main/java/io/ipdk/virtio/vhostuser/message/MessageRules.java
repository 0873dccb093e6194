package io.ipdk.virtio.vhostuser.message;

import org.jspecify.annotations.Nullable;

/** What a message must look like before anybody looks at what it says. Immutable. */
public final class MessageRules {
    /** The most regions one SET_MEM_TABLE can carry: one descriptor each. */
    public static final int MAX_TABLE_REGIONS = 8;

    /** The largest configuration space. */
    public static final int MAX_CONFIG_BYTES = 256;

    /** Set in the payload of a ring's kick, call or err request that comes without a descriptor. */
    public static final long NO_DESCRIPTOR = 1L << 8;

    private static final int TABLE_HEADER_BYTES = 8;
    private static final int CONFIG_HEADER_BYTES = 12;
    private static final int INFLIGHT_BYTES = 20;
    private static final int INFLIGHT_PADDED_BYTES = 24;

    private MessageRules() {}

    /** Checks a request's header, before its payload is read. */
    public static void checkHeader(VhostUserMessage message) {
        if ((message.flags() & ~VhostUserMessage.FLAG_NEED_REPLY) != VhostUserMessage.VERSION) {
            throw new ProtocolViolationException(
                    ProtocolViolation.HEADER_FLAGS,
                    message + ": flags of a request must be 1 (version) with or without 8 (need_reply)");
        }
        checkPayloadLimit(message);
    }

    /** Checks that the payload of a message in either direction fits. */
    public static void checkPayloadLimit(VhostUserMessage message) {
        if (Integer.compareUnsigned(message.payloadBytes(), VhostUserMessage.MAX_PAYLOAD_BYTES) > 0) {
            throw new ProtocolViolationException(
                    ProtocolViolation.PAYLOAD_TOO_LARGE,
                    message + ": at most " + VhostUserMessage.MAX_PAYLOAD_BYTES + " bytes are accepted");
        }
    }

    /**
     * Checks that a request is known, was agreed on, and has the payload size and the descriptors it prescribes.
     *
     * @param protocolFeatures those agreed on
     * @return the request, or null if it is unknown and the front end asked for an answer that can say so
     */
    public static @Nullable VhostUserRequest check(VhostUserMessage message, long protocolFeatures) {
        VhostUserRequest request = VhostUserRequest.of(message.id());
        if (request == null) {
            if (message.needsReply() && (protocolFeatures & ProtocolFeature.REPLY_ACK) != 0) {
                return null;
            }
            throw new ProtocolViolationException(
                    ProtocolViolation.UNKNOWN_REQUEST, message + " is not served, and no answer was asked for");
        }
        long needed = request.protocolFeature();
        if ((protocolFeatures & needed) != needed) {
            throw new ProtocolViolationException(
                    ProtocolViolation.REQUEST_NOT_NEGOTIATED,
                    message + " needs protocol feature " + ProtocolFeature.describe(needed));
        }
        checkSize(message, request);
        checkDescriptors(message, request);
        return request;
    }

    private static void checkSize(VhostUserMessage message, VhostUserRequest request) {
        int size = message.payloadBytes();
        int expected = request.payloadBytes();
        if (expected == VhostUserRequest.VARIABLE) {
            expected = switch (request) {
                case SET_MEM_TABLE -> tableBytes(message);
                case GET_CONFIG, SET_CONFIG -> configBytes(message);
                default -> size == INFLIGHT_PADDED_BYTES ? INFLIGHT_PADDED_BYTES : INFLIGHT_BYTES;
            };
        }
        if (size != expected) {
            throw new ProtocolViolationException(
                    ProtocolViolation.PAYLOAD_SIZE, message + ": its payload must have " + expected + " bytes");
        }
    }

    private static int tableBytes(VhostUserMessage message) {
        int regions = message.payloadBytes() < TABLE_HEADER_BYTES ? 0 : message.intAt(0);
        if (Integer.compareUnsigned(regions, MAX_TABLE_REGIONS) > 0) {
            throw new ProtocolViolationException(
                    ProtocolViolation.TOO_MANY_REGIONS,
                    message + " with " + Integer.toUnsignedString(regions) + " regions: at most " + MAX_TABLE_REGIONS);
        }
        return TABLE_HEADER_BYTES + regions * RegionDescription.BYTES;
    }

    private static int configBytes(VhostUserMessage message) {
        if (message.payloadBytes() < CONFIG_HEADER_BYTES) {
            return CONFIG_HEADER_BYTES;
        }
        int offset = message.intAt(0);
        int length = message.intAt(4);
        if (Integer.compareUnsigned(offset, MAX_CONFIG_BYTES) > 0
                || Integer.compareUnsigned(length, MAX_CONFIG_BYTES - offset) > 0) {
            throw new ProtocolViolationException(
                    ProtocolViolation.CONFIG_RANGE,
                    message + ": " + Integer.toUnsignedString(length) + " bytes at " + Integer.toUnsignedString(offset)
                            + " are outside of the " + MAX_CONFIG_BYTES + " bytes a configuration space can have");
        }
        return CONFIG_HEADER_BYTES + length;
    }

    private static void checkDescriptors(VhostUserMessage message, VhostUserRequest request) {
        int count = message.fds().size();
        int expected = switch (request.fds()) {
            case NONE -> 0;
            case ONE -> 1;
            case UP_TO_ONE -> Math.min(count, 1);
            case PER_REGION -> message.intAt(0);
            case UNLESS_BIT_8 -> (message.longAt(0) & NO_DESCRIPTOR) != 0 ? 0 : 1;
        };
        if (count != expected) {
            throw new ProtocolViolationException(
                    ProtocolViolation.FD_COUNT, message + ": it must come with " + expected + " descriptors");
        }
    }
}
