package io.ipdk.testkit.p4runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.ipdk.error.ClosedException;
import io.ipdk.error.DeadlineExceededException;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.P4RuntimeSpec;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.error.RpcException;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.read.ReadCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p4.v1.Entity;
import org.p4.v1.ReadResponse;

class ReadTest {
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

    @Test
    void whatWasWrittenIsReadBackEqual() {
        try (P4RuntimeClient client = connect()) {
            client.insert(Programs.stations(250));

            List<TableEntry> read = client.read(TableEntry.all("dmac")).toList();

            assertThat(read).hasSize(250);
            TableEntry normal =
                    (TableEntry) client.pipeline().names().entities().normalize(Programs.station(7));
            assertThat(read).contains(normal);
            client.modify(read.toArray(P4Entity[]::new));
        }
    }

    @Test
    void backupsReadTooWithTheNamesThatTheTargetHas() {
        try (P4RuntimeClient primary = connect();
                P4RuntimeClient reader = P4RuntimeClient.connect(server.target(), c -> {})) {
            primary.insert(Programs.station(1));

            assertThat(reader.read(TableEntry.all("dmac"))).hasSize(1);
            assertThat(reader.readAsync(TableEntry.all()).join()).hasSize(1);
        }
    }

    @Test
    void severalFiltersAreOneRead() {
        try (P4RuntimeClient client = connect()) {
            client.insert(Programs.station(1), MulticastGroup.of(3).replica(1));

            assertThat(client.readAll(List.of(TableEntry.all("dmac"), MulticastGroup.all())))
                    .hasSize(2);
            assertThat(server.reads()).hasSize(1);
        }
    }

    @Test
    void theRoleIsTold() {
        try (P4RuntimeClient client = connect(c -> c.role("acl"))) {
            assertThat(client.read(TableEntry.all())).isEmpty();
            assertThat(server.reads().get(0).getRole()).isEqualTo("acl");
        }
    }

    @Test
    void theTargetSendsNoMoreThanIsTaken() {
        AtomicInteger sent = new AtomicInteger();
        try (P4RuntimeClient client = connect()) {
            client.insert(Programs.station(1));
            Entity entity = server.entities().get(0);
            server.nextRead((request, response) -> endless(entity, sent, response));

            try (ReadCursor<TableEntry> cursor = client.read(TableEntry.all("dmac"))) {
                await().until(() -> sent.get() > 0);
                await().during(Duration.ofMillis(200)).until(() -> sent.get() < 200);
                Iterator<TableEntry> entries = cursor.iterator();
                int before = sent.get();
                for (int i = 0; i < 1_000; i++) {
                    entries.next();
                }
                await().until(() -> sent.get() > before);
                assertThat(sent.get()).isLessThan(2_000);
            }
        }
    }

    /** Sends one entity a message for as long as there is room for it. */
    private static void endless(Entity entity, AtomicInteger sent, StreamObserver<ReadResponse> response) {
        ServerCallStreamObserver<ReadResponse> out = (ServerCallStreamObserver<ReadResponse>) response;
        ReadResponse message = ReadResponse.newBuilder().addEntities(entity).build();
        out.setOnReadyHandler(() -> {
            while (out.isReady() && !out.isCancelled()) {
                sent.incrementAndGet();
                out.onNext(message);
            }
        });
    }

    @Test
    void closingACursorEndsTheRead() {
        AtomicReference<@Nullable ServerCallStreamObserver<?>> call = new AtomicReference<>();
        try (P4RuntimeClient client = connect()) {
            server.nextRead((request, response) -> call.set((ServerCallStreamObserver<?>) response));
            ReadCursor<TableEntry> cursor = client.read(TableEntry.all("dmac"));
            await().until(() -> call.get() != null);

            cursor.close();

            ServerCallStreamObserver<?> seen = call.get();
            await().until(() -> seen != null && seen.isCancelled());
            assertThatThrownBy(() -> cursor.iterator().hasNext()).isInstanceOf(ClosedException.class);
        }
    }

    @Test
    void aFailureComesAfterTheEntitiesBeforeIt() {
        try (P4RuntimeClient client = connect()) {
            client.insert(Programs.station(1));
            Entity entity = server.entities().get(0);
            server.nextRead((request, response) -> {
                response.onNext(ReadResponse.newBuilder().addEntities(entity).build());
                response.onError(Scripts.failure(StatusCode.INTERNAL, "broke off", List.of()));
            });

            Iterator<TableEntry> entries = client.read(TableEntry.all("dmac")).iterator();
            assertThat(entries.next()).isNotNull();
            assertThatThrownBy(entries::hasNext)
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("broke off");
        }
    }

    @Test
    void aFailureFailsTheWholeOfAnAsyncRead() {
        try (P4RuntimeClient client = connect()) {
            server.nextRead(Scripts.refuse(StatusCode.PERMISSION_DENIED, "not yours"));

            assertThatThrownBy(() -> client.readAsync(TableEntry.all("dmac")).join())
                    .hasCauseInstanceOf(RpcException.class)
                    .hasMessageContaining("not yours");
        }
    }

    @Test
    void silenceEndsInTime() {
        try (P4RuntimeClient client = connect(c -> c.deadline(Duration.ofSeconds(3)))) {
            server.nextRead(Scripts.silence());

            assertThatThrownBy(() -> client.read(TableEntry.all("dmac")).toList())
                    .isInstanceOf(DeadlineExceededException.class);
        }
    }

    @Test
    void anEntityOfAnotherKindIsNotPassedOn() {
        try (P4RuntimeClient client = connect()) {
            client.insert(Programs.station(1));
            Entity entity = server.entities().get(0);
            server.nextRead((request, response) -> {
                response.onNext(ReadResponse.newBuilder().addEntities(entity).build());
                response.onCompleted();
            });

            assertThatThrownBy(() -> client.read(MulticastGroup.all()).toList())
                    .isInstanceOf(InvalidEntityException.class)
                    .hasMessageContaining("MulticastGroup");
        }
    }

    @Test
    void emptyMessagesAreNoEnd() {
        try (P4RuntimeClient client = connect()) {
            client.insert(Programs.station(1));
            Entity entity = server.entities().get(0);
            server.nextRead((request, response) -> {
                response.onNext(ReadResponse.getDefaultInstance());
                response.onNext(ReadResponse.newBuilder().addEntities(entity).build());
                response.onNext(ReadResponse.getDefaultInstance());
                response.onCompleted();
            });

            assertThat(client.read(TableEntry.all("dmac"))).hasSize(1);
        }
    }

    @Test
    void namesAreCheckedBeforeAnythingIsSent() {
        try (P4RuntimeClient client = connect()) {
            assertThatThrownBy(() -> client.read(TableEntry.all("dmca"))).hasMessageContaining("dmac");
            assertThatThrownBy(() -> client.read(ActionProfileMember.all("nope")))
                    .hasMessageContaining("nope");
            assertThat(server.reads()).isEmpty();
        }
    }

    @Test
    void aSubscriberGetsWhatItAsksForAndNoMore() {
        try (P4RuntimeClient client = connect()) {
            client.insert(Programs.stations(300));
            Collecting subscriber = new Collecting();
            client.readPublisher(TableEntry.all("dmac")).subscribe(subscriber);

            subscriber.request(150);
            await().until(() -> subscriber.entries.size() == 150);
            await().during(Duration.ofMillis(100)).until(() -> subscriber.entries.size() == 150);
            subscriber.request(Long.MAX_VALUE);

            assertThat(subscriber.ended()).isEqualTo("complete");
            assertThat(subscriber.entries).hasSize(300).doesNotHaveDuplicates();
        }
    }

    @Test
    void aSubscriberIsToldOfAFailure() {
        try (P4RuntimeClient client = connect()) {
            server.nextRead(Scripts.refuse(StatusCode.NOT_FOUND, "nothing here"));
            Collecting subscriber = new Collecting();
            client.readPublisher(TableEntry.all("dmac")).subscribe(subscriber);

            assertThat(subscriber.ended()).contains("nothing here");
        }
    }

    @Test
    void aSubscriberThatAsksForNothingSensibleIsToldSo() {
        try (P4RuntimeClient client = connect()) {
            client.insert(Programs.station(1));
            // Again and again, because the request may come before, with or after the answer.
            for (int round = 0; round < 100; round++) {
                Collecting subscriber = new Collecting();
                client.readPublisher(TableEntry.all("dmac")).subscribe(subscriber);
                subscriber.request(0);

                assertThat(subscriber.ended()).contains("1 or more");
            }
        }
    }

    private static final class Collecting implements Flow.Subscriber<TableEntry> {
        final List<TableEntry> entries = Collections.synchronizedList(new ArrayList<>());
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

        String ended() {
            return end.orTimeout(60, TimeUnit.SECONDS).join();
        }

        void request(long count) {
            Flow.Subscription current = subscription.get();
            assertThat(current).isNotNull();
            current.request(count);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.set(given);
        }

        @Override
        public void onNext(TableEntry entry) {
            entries.add(entry);
        }

        @Override
        public void onError(Throwable failure) {
            end.complete(String.valueOf(failure.getMessage()));
        }

        @Override
        public void onComplete() {
            end.complete("complete");
        }
    }
}
