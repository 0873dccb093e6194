package io.ipdk.virtio.vhostuser;

import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import java.time.Duration;

/**
 * What a front end wants of a back end. Immutable.
 *
 * @param features virtio features to use where the back end offers them, those of the device and of its rings
 * @param protocolFeatures protocol features to use where the back end offers them, masks from {@link ProtocolFeature}
 * @param replyTimeout how long to wait for an answer
 */
public record FrontendOptions(long features, long protocolFeatures, Duration replyTimeout) {
    private static final long ALL_PROTOCOL_FEATURES = ProtocolFeature.MQ
            | ProtocolFeature.RARP
            | ProtocolFeature.REPLY_ACK
            | ProtocolFeature.MTU
            | ProtocolFeature.BACKEND_REQ
            | ProtocolFeature.CONFIG
            | ProtocolFeature.INFLIGHT_SHMFD
            | ProtocolFeature.RESET_DEVICE
            | ProtocolFeature.CONFIGURE_MEM_SLOTS
            | ProtocolFeature.STATUS;

    public FrontendOptions {
        if (replyTimeout.isNegative() || replyTimeout.isZero()) {
            throw new IllegalArgumentException("replyTimeout " + replyTimeout + " must be positive");
        }
        if ((protocolFeatures & ~ALL_PROTOCOL_FEATURES) != 0) {
            throw new IllegalArgumentException("protocol features "
                    + ProtocolFeature.describe(protocolFeatures & ~ALL_PROTOCOL_FEATURES)
                    + " cannot be used; the front end knows " + ProtocolFeature.describe(ALL_PROTOCOL_FEATURES));
        }
    }

    /** These virtio features, all protocol features the front end knows, and ten seconds for each answer. */
    public static FrontendOptions of(long features) {
        return new FrontendOptions(features, ALL_PROTOCOL_FEATURES, Duration.ofSeconds(10));
    }

    /** The same options with other protocol features. */
    public FrontendOptions withProtocolFeatures(long value) {
        return new FrontendOptions(features, value, replyTimeout);
    }

    /** The same options with another time for answers. */
    public FrontendOptions withReplyTimeout(Duration value) {
        return new FrontendOptions(features, protocolFeatures, value);
    }
}
