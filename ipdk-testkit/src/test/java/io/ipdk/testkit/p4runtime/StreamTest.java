package io.ipdk.testkit.p4runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.P4RuntimeSpec;
import io.ipdk.p4runtime.entity.DigestConfig;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.PacketIn;
import io.ipdk.p4runtime.entity.PacketOut;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.flow.Subscription;
import io.ipdk.p4runtime.session.SessionEvent;
import io.ipdk.p4runtime.session.SessionPhase;
import io.ipdk.p4runtime.stream.IdleTimeout;
import io.ipdk.p4runtime.stream.StreamFailure;
import io.ipdk.p4runtime.stream.StreamQueues;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p4.v1.DigestList;
import org.p4.v1.DigestListAck;
import org.p4.v1.IdleTimeoutNotification;
import org.p4.v1.P4Data;
import org.p4.v1.P4StructLike;
import org.p4.v1.PacketMetadata;
import org.p4.v1.PacketOutError;
import org.p4.v1.StreamError;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.StreamMessageResponse;

class StreamTest {
    private static final int MAC_LEARN = 395454299;

    private final ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.inProcess();

    @AfterEach
    void stop() {
        server.close();
    }

    private P4RuntimeClient connect(Consumer<P4RuntimeSpec.Builder> steps) {
        P4RuntimeClient client = P4RuntimeClient.connect(server.target(), c -> {
            c.electionId(1);
            steps.accept(c);
        });
        client.pipeline().verifyAndCommit(Programs.switching());
        return client;
    }

    private P4RuntimeClient connect() {
        return connect(c -> {});
    }

    private static org.p4.v1.PacketIn packet(int port) {
        return org.p4.v1.PacketIn.newBuilder()
                .setPayload(ByteString.copyFromUtf8("frame " + port))
                .addMetadata(metadata(1, port))
                .addMetadata(metadata(2, 3))
                .build();
    }

    private static PacketMetadata metadata(int id, int value) {
        return PacketMetadata.newBuilder()
                .setMetadataId(id)
                .setValue(ByteString.copyFrom(new byte[] {(byte) value}))
                .build();
    }

    private static DigestList learn(long listId) {
        P4StructLike message = P4StructLike.newBuilder()
                .addMembers(P4Data.newBuilder().setBitstring(ByteString.copyFrom(new byte[] {1})))
                .addMembers(P4Data.newBuilder().setBitstring(ByteString.copyFrom(new byte[] {2})))
                .addMembers(P4Data.newBuilder().setBitstring(ByteString.copyFrom(new byte[] {3})))
                .build();
        return DigestList.newBuilder()
                .setDigestId(MAC_LEARN)
                .setListId(listId)
                .addData(P4Data.newBuilder().setStruct(message))
                .build();
    }

    private List<Long> acknowledged() {
        return server.stream().received().stream()
                .filter(StreamMessageRequest::hasDigestAck)
                .map(StreamMessageRequest::getDigestAck)
                .map(DigestListAck::getListId)
                .toList();
    }

    @Test
    void packetsComeWithTheirMetadataByName() {
        List<PacketIn> packets = new CopyOnWriteArrayList<>();
        try (P4RuntimeClient client = connect()) {
            client.packets().onPacket(packets::add);
            server.stream().send(packet(7));

            await().until(() -> packets.size() == 1);
            assertThat(packets.get(0).get("ingress_port").asLong()).isEqualTo(7);
            assertThat(packets.get(0).payload().toStringUtf8()).isEqualTo("frame 7");
        }
    }

    @Test
    void packetsKeepTheirOrder() {
        List<Integer> ports = new CopyOnWriteArrayList<>();
        try (P4RuntimeClient client = connect()) {
            client.packets()
                    .onRawPacket(packet ->
                            ports.add((int) packet.getMetadata(0).getValue().byteAt(0)));
            for (int i = 0; i < 100; i++) {
                server.stream().send(packet(i));
            }

            await().until(() -> ports.size() == 100);
            assertThat(ports).isSorted();
        }
    }

    @Test
    void aHandlerThatThrowsGetsTheNextPacketAllTheSame() {
        AtomicInteger calls = new AtomicInteger();
        try (P4RuntimeClient client = connect()) {
            client.packets().onPacket(packet -> {
                calls.incrementAndGet();
                throw new IllegalStateException("a bug");
            });
            server.stream().send(packet(1));
            server.stream().send(packet(2));

            await().until(() -> calls.get() == 2);
        }
    }

    @Test
    void aPacketOfAnotherProgramDoesNotStopTheOthers() {
        List<PacketIn> packets = new CopyOnWriteArrayList<>();
        try (P4RuntimeClient client = connect()) {
            client.packets().onPacket(packets::add);
            server.stream()
                    .send(packet(1).toBuilder().addMetadata(metadata(99, 1)).build());
            server.stream().send(packet(2));

            await().until(() -> packets.size() == 1);
        }
    }

    @Test
    void whatASlowHandlerHasNoRoomForIsDroppedAndCounted() {
        CountDownLatch open = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        try (P4RuntimeClient client = connect(c -> c.queues(new StreamQueues(4, 4, 4, 4)))) {
            client.packets().onPacket(packet -> {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                handled.incrementAndGet();
            });
            for (int i = 0; i < 20; i++) {
                server.stream().send(packet(i));
            }

            await().until(() -> client.packets().dropped() >= 15);
            open.countDown();
            await().until(() -> handled.get() + client.packets().dropped() == 20);
        }
    }

    @Test
    void aSubscriptionEndsWhenItIsClosedFromItsHandler() {
        List<PacketIn> packets = new CopyOnWriteArrayList<>();
        Subscription[] own = new Subscription[1];
        try (P4RuntimeClient client = connect()) {
            AtomicInteger others = new AtomicInteger();
            client.packets().onPacket(packet -> others.incrementAndGet());
            own[0] = client.packets().onPacket(packet -> {
                packets.add(packet);
                own[0].close();
            });
            server.stream().send(packet(1));
            server.stream().send(packet(2));
            server.stream().send(packet(3));

            await().until(() -> others.get() == 3 && packets.size() == 1);
        }
    }

    @Test
    void subscribersArePacedByWhatTheyAskFor() {
        Pulling subscriber = new Pulling();
        try (P4RuntimeClient client = connect()) {
            client.packets().publisher().subscribe(subscriber);
            await().until(() -> subscriber.subscription.size() == 1);
            for (int i = 0; i < 5; i++) {
                server.stream().send(packet(i));
            }
            subscriber.subscription.get(0).request(2);

            await().until(() -> subscriber.packets.size() == 2);
            subscriber.subscription.get(0).request(10);
            await().until(() -> subscriber.packets.size() == 5);
        }
        await().until(() -> subscriber.ends.get() == 1);
    }

    private static final class Pulling implements Flow.Subscriber<PacketIn> {
        final List<Flow.Subscription> subscription = new CopyOnWriteArrayList<>();
        final List<PacketIn> packets = new CopyOnWriteArrayList<>();
        final AtomicInteger ends = new AtomicInteger();

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.add(given);
        }

        @Override
        public void onNext(PacketIn packet) {
            packets.add(packet);
        }

        @Override
        public void onError(Throwable failure) {
            ends.incrementAndGet();
        }

        @Override
        public void onComplete() {
            ends.incrementAndGet();
        }
    }

    @Test
    void packetsAreSentWithTheirMetadataByName() {
        try (P4RuntimeClient client = connect()) {
            client.packets()
                    .send(PacketOut.of(new byte[] {1, 2, 3})
                            .set("egress_port", 5)
                            .set("bypass", 1));

            await().until(() -> server.stream().received().size() == 2);
            org.p4.v1.PacketOut sent = server.stream().received().get(1).getPacket();
            assertThat(sent.getPayload().size()).isEqualTo(3);
            assertThat(sent.getMetadata(0)).isEqualTo(metadata(1, 5));
        }
    }

    @Test
    void aPacketWithAWrongFieldIsNotSent() {
        try (P4RuntimeClient client = connect()) {
            assertThatThrownBy(() ->
                            client.packets().send(PacketOut.of(new byte[1]).set("egress_port", 1)))
                    .isInstanceOf(InvalidEntityException.class)
                    .hasMessageContaining("bypass");
            assertThatThrownBy(() -> client.packets()
                            .send(PacketOut.of(new byte[1])
                                    .set("egress_port", 512)
                                    .set("bypass", 0)))
                    .hasMessageContaining("512");
            assertThat(server.stream().received()).hasSize(1);
        }
    }

    @Test
    void anErrorIsJoinedToThePacketThatCausedIt() {
        List<StreamFailure> failures = new CopyOnWriteArrayList<>();
        try (P4RuntimeClient client = connect()) {
            client.notices().onStreamError(failures::add);
            PacketOut first = PacketOut.of(new byte[] {1}).set("egress_port", 5).set("bypass", 0);
            PacketOut second =
                    PacketOut.of(new byte[] {2}).set("egress_port", 5).set("bypass", 0);
            client.packets().send(first);
            long number = client.packets().send(second);
            await().until(() -> server.stream().received().size() == 3);

            server.stream().send(failed(server.stream().received().get(2).getPacket()));

            await().until(() -> failures.size() == 1);
            StreamFailure failure = failures.get(0);
            assertThat(failure.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
            assertThat(failure.packet()).isPresent();
            assertThat(failure.packet().get().original()).isEqualTo(second);
            assertThat(failure.packet().get().sequence()).isEqualTo(number);
        }
    }

    @Test
    void anErrorWithoutThePacketIsToldAllTheSame() {
        List<StreamFailure> failures = new CopyOnWriteArrayList<>();
        try (P4RuntimeClient client = connect()) {
            client.notices().onStreamError(failures::add);
            server.stream()
                    .send(StreamMessageResponse.newBuilder()
                            .setError(StreamError.newBuilder()
                                    .setCanonicalCode(StatusCode.RESOURCE_EXHAUSTED.number())
                                    .setMessage("too many"))
                            .build());

            await().until(() -> failures.size() == 1);
            assertThat(failures.get(0).packet()).isEmpty();
            assertThat(failures.get(0)).hasToString("RESOURCE_EXHAUSTED: too many");
        }
    }

    private static StreamMessageResponse failed(org.p4.v1.PacketOut packet) {
        return StreamMessageResponse.newBuilder()
                .setError(StreamError.newBuilder()
                        .setCanonicalCode(StatusCode.INVALID_ARGUMENT.number())
                        .setMessage("no such port")
                        .setPacketOut(PacketOutError.newBuilder().setPacketOut(packet)))
                .build();
    }

    @Test
    void aPacketOnALostStreamIsSaidSo() {
        try (P4RuntimeClient client = connect()) {
            server.stop();
            await().until(() -> client.session().info().phase() == SessionPhase.DISCONNECTED);

            assertThatThrownBy(() -> client.packets()
                            .send(PacketOut.of(new byte[1])
                                    .set("egress_port", 1)
                                    .set("bypass", 0)))
                    .isInstanceOf(P4RuntimeException.class)
                    .hasMessageContaining("not open");
        }
    }

    @Test
    void aDigestIsAcknowledgedAfterItsHandlerHasReturned() {
        CountDownLatch open = new CountDownLatch(1);
        List<io.ipdk.p4runtime.entity.DigestList> lists = new CopyOnWriteArrayList<>();
        try (P4RuntimeClient client = connect()) {
            client.digests().enable(DigestConfig.of("mac_learn_t").maxListSize(10));
            client.digests().onDigest(list -> {
                lists.add(list);
                try {
                    open.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            server.stream().send(learn(41));

            await().until(() -> lists.size() == 1);
            assertThat(acknowledged()).isEmpty();
            open.countDown();
            await().until(() -> acknowledged().equals(List.of(41L)));
            assertThat(lists.get(0).digest()).isEqualTo("mac_learn_t");
            assertThat(server.entities().get(0).getDigestEntry().getConfig().getMaxListSize())
                    .isEqualTo(10);
        }
    }

    @Test
    void aDigestWhoseHandlerFailedIsNotAcknowledged() {
        AtomicInteger calls = new AtomicInteger();
        try (P4RuntimeClient client = connect()) {
            client.digests().onDigest(list -> {
                if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("a bug");
                }
            });
            server.stream().send(learn(1));
            server.stream().send(learn(2));

            await().until(() -> acknowledged().equals(List.of(2L)));
        }
    }

    @Test
    void aDigestThatNobodyWantsIsNotAcknowledged() {
        try (P4RuntimeClient client = connect()) {
            List<PacketIn> packets = new CopyOnWriteArrayList<>();
            client.packets().onPacket(packets::add);
            server.stream().send(learn(1));
            server.stream().send(packet(1));

            await().until(() -> packets.size() == 1);
            assertThat(acknowledged()).isEmpty();
        }
    }

    @Test
    void aDigestWaitsForAllOfItsHandlers() {
        CountDownLatch open = new CountDownLatch(1);
        AtomicInteger quick = new AtomicInteger();
        try (P4RuntimeClient client = connect()) {
            client.digests().onDigest("mac_learn_t", list -> quick.incrementAndGet());
            client.digests().onDigest("mac_learn_t", list -> {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            server.stream().send(learn(5));

            await().until(() -> quick.get() == 1);
            assertThat(acknowledged()).isEmpty();
            open.countDown();
            await().until(() -> acknowledged().equals(List.of(5L)));
        }
    }

    @Test
    void enablingADigestThatIsOnChangesIt() {
        try (P4RuntimeClient client = connect()) {
            client.digests().enable(DigestConfig.of("mac_learn_t").maxListSize(1));
            client.digests().enable(DigestConfig.of("mac_learn_t").maxListSize(2));

            assertThat(server.entities())
                    .singleElement()
                    .satisfies(entity -> assertThat(
                                    entity.getDigestEntry().getConfig().getMaxListSize())
                            .isEqualTo(2));
            client.digests().disable("mac_learn_t");
            assertThat(server.entities()).isEmpty();
        }
    }

    @Test
    void digestsAreEnabledAgainAfterALossAndSubscriptionsStay() {
        List<PacketIn> packets = new CopyOnWriteArrayList<>();
        try (P4RuntimeClient client = connect()) {
            client.packets().onPacket(packets::add);
            client.digests().enable(DigestConfig.of("mac_learn_t").maxListSize(1));
            SessionEvents events = new SessionEvents(client);
            server.forget();
            server.stream().end(StatusCode.UNAVAILABLE, "restart");

            events.await(SessionEvent.Ready.class);
            assertThat(events.of(SessionEvent.Restored.class))
                    .containsExactly(new SessionEvent.Restored("pipeline"), new SessionEvent.Restored("digests"));
            assertThat(server.entities()).hasSize(1);
            server.stream().send(packet(1));
            await().until(() -> packets.size() == 1);
        }
    }

    @Test
    void idleEntriesAreTold() {
        List<IdleTimeout> notices = new CopyOnWriteArrayList<>();
        try (P4RuntimeClient client = connect()) {
            client.notices().onIdleTimeout(notices::add);
            client.insert(Programs.station(1));
            server.stream()
                    .send(StreamMessageResponse.newBuilder()
                            .setIdleTimeoutNotification(IdleTimeoutNotification.newBuilder()
                                    .addTableEntry(server.entities().get(0).getTableEntry())
                                    .setTimestamp(1_500_000_000L))
                            .build());

            await().until(() -> notices.size() == 1);
            assertThat(notices.get(0).entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.table()).endsWith("dmac"));
            assertThat(notices.get(0).timestamp().toEpochMilli()).isEqualTo(1_500);
        }
    }
}
