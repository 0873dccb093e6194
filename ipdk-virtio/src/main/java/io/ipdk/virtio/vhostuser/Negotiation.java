package io.ipdk.virtio.vhostuser;

import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.VirtioStatus;
import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a front end and its back end have agreed on at the start of their connection. Immutable.
 *
 * @param offeredFeatures what the back end offers
 * @param features what is in use, the bit for protocol features included
 * @param protocolFeatures what is in use
 * @param queueLimit how many queues the back end says it has
 * @param events the second socket, if there is one
 */
record Negotiation(
        long offeredFeatures,
        long features,
        long protocolFeatures,
        int queueLimit,
        @Nullable BackendEvents events) implements AutoCloseable {

    /** The driver's status once features are agreed on. */
    static final int AGREED = VirtioStatus.ACKNOWLEDGE | VirtioStatus.DRIVER | VirtioStatus.FEATURES_OK;

    /**
     * Goes through the first requests of a connection.
     *
     * @throws VhostUserException if the back end does not speak the protocol or refuses the features
     */
    static Negotiation over(FrontendCalls calls, FrontendOptions options) {
        long offered = calls.get(VhostUserRequest.GET_FEATURES);
        long protocol = agreeOnProtocol(calls, offered, options.protocolFeatures());
        int queueLimit = (protocol & ProtocolFeature.MQ) != 0 ? (int) calls.get(VhostUserRequest.GET_QUEUE_NUM) : 1;
        BackendEvents events = (protocol & ProtocolFeature.BACKEND_REQ) != 0 ? new BackendEvents() : null;
        try {
            if (events != null) {
                calls.begin(VhostUserRequest.SET_BACKEND_REQ_FD);
                calls.send(events.remoteEnd());
                events.closeRemoteEnd();
            }
            calls.begin(VhostUserRequest.SET_OWNER);
            calls.send();
            long features = offered & (options.features() | VirtioFeature.PROTOCOL_FEATURES);
            agreeOnFeatures(calls, features, (protocol & ProtocolFeature.STATUS) != 0);
            return new Negotiation(offered, features, protocol, queueLimit, events);
        } catch (RuntimeException e) {
            if (events != null) {
                events.close();
            }
            throw e;
        }
    }

    private static long agreeOnProtocol(FrontendCalls calls, long offered, long wanted) {
        if ((offered & VirtioFeature.PROTOCOL_FEATURES) == 0) {
            return 0;
        }
        long agreed = calls.get(VhostUserRequest.GET_PROTOCOL_FEATURES) & wanted;
        calls.set(VhostUserRequest.SET_PROTOCOL_FEATURES, agreed);
        if ((agreed & ProtocolFeature.REPLY_ACK) != 0) {
            calls.acknowledgeAll();
        }
        return agreed;
    }

    private static void agreeOnFeatures(FrontendCalls calls, long features, boolean withStatus) {
        if (!withStatus) {
            calls.set(VhostUserRequest.SET_FEATURES, features);
            return;
        }
        calls.set(VhostUserRequest.SET_STATUS, VirtioStatus.ACKNOWLEDGE | VirtioStatus.DRIVER);
        calls.set(VhostUserRequest.SET_FEATURES, features);
        calls.set(VhostUserRequest.SET_STATUS, AGREED);
        if ((calls.get(VhostUserRequest.GET_STATUS) & VirtioStatus.FEATURES_OK) == 0) {
            throw new VhostUserException(
                    "the device refuses features 0x" + Long.toHexString(features),
                    "take fewer of those it offers, or more that belong together",
                    false,
                    null);
        }
    }

    @Override
    public void close() {
        if (events != null) {
            events.close();
        }
    }
}
