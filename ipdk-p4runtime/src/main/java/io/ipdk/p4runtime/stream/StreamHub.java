package io.ipdk.p4runtime.stream;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.flow.BoundedPublisher;
import io.ipdk.p4runtime.flow.Receipt;
import io.ipdk.p4runtime.metric.P4RuntimeMetrics;
import io.ipdk.p4runtime.metric.P4RuntimeMetrics.StreamItem;
import io.ipdk.p4runtime.session.StreamListener;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.p4.v1.DigestList;
import org.p4.v1.DigestListAck;
import org.p4.v1.IdleTimeoutNotification;
import org.p4.v1.PacketIn;
import org.p4.v1.PacketOut;
import org.p4.v1.StreamError;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sorts what the stream carries into queues, and sends what goes the other way. Thread-safe. */
public final class StreamHub implements StreamListener {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);

    private final P4RuntimeMetrics metrics;
    private final BoundedPublisher<PacketIn> packets;
    private final BoundedPublisher<DigestList> digests;
    private final BoundedPublisher<IdleTimeoutNotification> idle;
    private final BoundedPublisher<StreamFailure> failures;
    private final SentPackets sent;
    private volatile Consumer<StreamMessageRequest> outbound = message -> {
        throw new IllegalStateException("the stream is not connected yet");
    };

    /** @param executor where subscribers are called */
    public StreamHub(Executor executor, StreamQueues queues, P4RuntimeMetrics metrics) {
        this.metrics = metrics;
        packets = new BoundedPublisher<>(executor, queues.packets(), () -> metrics.streamDrop(StreamItem.PACKET_IN));
        digests = new BoundedPublisher<>(executor, queues.digests(), () -> metrics.streamDrop(StreamItem.DIGEST_LIST));
        idle = new BoundedPublisher<>(executor, queues.notices(), () -> metrics.streamDrop(StreamItem.IDLE_TIMEOUT));
        failures =
                new BoundedPublisher<>(executor, queues.notices(), () -> metrics.streamDrop(StreamItem.STREAM_ERROR));
        sent = new SentPackets(queues.rememberedPackets());
    }

    /** Where messages to the target go. */
    public void outbound(Consumer<StreamMessageRequest> sender) {
        outbound = sender;
    }

    @Override
    public void onMessage(StreamMessageResponse message) {
        switch (message.getUpdateCase()) {
            case PACKET -> {
                metrics.streamMessage(StreamItem.PACKET_IN);
                packets.publish(message.getPacket());
            }
            case DIGEST -> onDigest(message.getDigest());
            case IDLE_TIMEOUT_NOTIFICATION -> {
                metrics.streamMessage(StreamItem.IDLE_TIMEOUT);
                idle.publish(message.getIdleTimeoutNotification());
            }
            case ERROR -> onError(message.getError());
            case ARBITRATION, OTHER, UPDATE_NOT_SET ->
                LOG.debug("Passed over a message of kind {}", message.getUpdateCase());
        }
    }

    private void onDigest(DigestList list) {
        metrics.streamMessage(StreamItem.DIGEST_LIST);
        digests.publish(list, new Receipt(() -> acknowledge(list)));
    }

    /** A lost acknowledgement is no loss of data: the target sends the content again. */
    private void acknowledge(DigestList list) {
        try {
            outbound.accept(StreamMessageRequest.newBuilder()
                    .setDigestAck(DigestListAck.newBuilder()
                            .setDigestId(list.getDigestId())
                            .setListId(list.getListId()))
                    .build());
            metrics.streamMessage(StreamItem.DIGEST_ACK);
        } catch (IpdkException e) {
            metrics.streamDrop(StreamItem.DIGEST_ACK);
            LOG.debug("Digest list {} was not acknowledged: {}", list.getListId(), e.getMessage());
        }
    }

    private void onError(StreamError error) {
        metrics.streamMessage(StreamItem.STREAM_ERROR);
        Optional<SentPacket> packet =
                error.hasPacketOut() && error.getPacketOut().hasPacketOut()
                        ? sent.find(error.getPacketOut().getPacketOut())
                        : Optional.empty();
        StreamFailure failure = StreamFailure.of(error, packet.orElse(null));
        if (!failures.hasSubscribers()) {
            LOG.warn("The target reports {}, and nobody listens for stream errors", failure);
        }
        failures.publish(failure);
    }

    /**
     * Gives a packet to the connection.
     *
     * @param original what a stream error is to show
     * @return its number
     */
    public long send(Object original, PacketOut packet) {
        // Remembered first: an error can be faster than the way back from sending.
        SentPacket remembered = sent.add(original, packet);
        outbound.accept(StreamMessageRequest.newBuilder().setPacket(packet).build());
        metrics.streamMessage(StreamItem.PACKET_OUT);
        return remembered.sequence();
    }

    public BoundedPublisher<PacketIn> packets() {
        return packets;
    }

    public BoundedPublisher<DigestList> digests() {
        return digests;
    }

    public BoundedPublisher<IdleTimeoutNotification> idleTimeouts() {
        return idle;
    }

    public BoundedPublisher<StreamFailure> failures() {
        return failures;
    }

    /** Subscribers get what waits for them, then the end. */
    public void close() {
        packets.close();
        digests.close();
        idle.close();
        failures.close();
    }
}
