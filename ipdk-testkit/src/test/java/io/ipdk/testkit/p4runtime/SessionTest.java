package io.ipdk.testkit.p4runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import io.ipdk.error.ClosedException;
import io.ipdk.error.DeadlineExceededException;
import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.P4RuntimeSpec;
import io.ipdk.p4runtime.error.ArbitrationException;
import io.ipdk.p4runtime.error.NotPrimaryException;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.RpcException;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.session.ElectionId;
import io.ipdk.p4runtime.session.Role;
import io.ipdk.p4runtime.session.SessionEvent;
import io.ipdk.p4runtime.session.SessionPhase;
import io.ipdk.p4runtime.session.TakeOver;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p4.v1.MasterArbitrationUpdate;
import org.p4.v1.PacketIn;
import org.p4.v1.StreamMessageResponse;
import org.p4.v1.Uint128;

class SessionTest {
    private final ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.inProcess();

    @AfterEach
    void stop() {
        server.close();
    }

    private P4RuntimeClient connect(Consumer<P4RuntimeSpec.Builder> steps) {
        return P4RuntimeClient.connect(server.target(), steps);
    }

    @Test
    void theFirstClientIsPrimary() {
        try (P4RuntimeClient client = connect(c -> c.electionId(7))) {
            assertThat(client.session().info().phase()).isEqualTo(SessionPhase.PRIMARY);
            assertThat(client.session().info().highest()).contains(ElectionId.of(7));
        }
    }

    @Test
    void theDeviceIdTheElectionIdAndTheRoleAreTold() {
        ElectionId id = ElectionId.of(-1L, 5);
        Any config = Any.pack(Uint128.newBuilder().setLow(3).build());
        try (P4RuntimeClient client = connect(c -> c.deviceId(1).electionId(id).role(Role.named("acl", config)))) {
            MasterArbitrationUpdate told = server.stream().received().get(0).getArbitration();
            assertThat(told.getDeviceId()).isEqualTo(1);
            assertThat(told.getElectionId())
                    .isEqualTo(Uint128.newBuilder().setHigh(-1).setLow(5).build());
            assertThat(told.getRole().getName()).isEqualTo("acl");
            assertThat(told.getRole().getConfig()).isEqualTo(config);
            assertThat(client.session().info().isReady()).isTrue();
        }
    }

    @Test
    void eachRoleHasAPrimaryOfItsOwn() {
        try (P4RuntimeClient one = connect(c -> c.electionId(1).role("one"));
                P4RuntimeClient two = connect(c -> c.electionId(1).role("two"))) {
            assertThat(one.session().info().isReady()).isTrue();
            assertThat(two.session().info().isReady()).isTrue();
        }
    }

    @Test
    void aClientWithoutAnElectionIdNeverBecomesPrimary() {
        try (P4RuntimeClient reader = connect(c -> c.takeOver())) {
            assertThat(server.stream().received().get(0).getArbitration().hasElectionId())
                    .isFalse();
            assertThat(reader.session().info().phase()).isEqualTo(SessionPhase.BACKUP);
            assertThatThrownBy(() -> reader.pipeline().verifyAndCommit(Programs.switching()))
                    .isInstanceOf(NotPrimaryException.class)
                    .hasMessageContaining("election id");
        }
    }

    @Test
    void aBackupSaysWhoIsPrimaryWhenAChangeIsRefused() {
        try (P4RuntimeClient primary = connect(c -> c.electionId(9));
                P4RuntimeClient backup = connect(c -> c.electionId(3))) {
            assertThat(primary.session().info().isReady()).isTrue();
            assertThatThrownBy(() -> backup.pipeline().verifyAndCommit(Programs.switching()))
                    .isInstanceOf(NotPrimaryException.class)
                    .hasMessageContaining("election id 9 is primary");
        }
    }

    @Test
    void aBackupTakesOverWhenThePrimaryIsGone() {
        P4RuntimeClient primary = connect(c -> c.electionId(9));
        try (P4RuntimeClient backup = connect(c -> c.electionId(3).takeOver())) {
            SessionEvents events = new SessionEvents(backup);

            primary.close();

            backup.session().awaitPrimary(Duration.ofSeconds(10));
            assertThat(backup.session().info().electionId()).contains(ElectionId.of(10));
            assertThat(events.await(SessionEvent.Ready.class)).isNotNull();
            assertThat(events.all())
                    .containsSubsequence(
                            new SessionEvent.PrimaryGone(Optional.of(ElectionId.of(9))),
                            new SessionEvent.TakingOver(ElectionId.of(10)),
                            new SessionEvent.BecamePrimary(ElectionId.of(10)));
        }
    }

    @Test
    void aBackupCanInheritTheIdOfThePrimary() {
        P4RuntimeClient primary = connect(c -> c.electionId(9));
        try (P4RuntimeClient backup = connect(c -> c.electionId(3).takeOver(TakeOver.inherit()))) {
            primary.close();

            backup.session().awaitPrimary(Duration.ofSeconds(10));
            assertThat(backup.session().info().electionId()).contains(ElectionId.of(9));
        }
    }

    @Test
    void ofTwoBackupsOneTakesOverAndTheOtherStays() {
        P4RuntimeClient primary = connect(c -> c.electionId(9));
        try (P4RuntimeClient one = connect(c -> c.electionId(3).takeOver());
                P4RuntimeClient two = connect(c -> c.electionId(4).takeOver())) {
            primary.close();

            await().until(() ->
                    one.session().info().isReady() != two.session().info().isReady()
                            && one.session().info().isConnected()
                            && two.session().info().isConnected());
        }
    }

    @Test
    void withoutAPolicyABackupStaysBackup() {
        P4RuntimeClient primary = connect(c -> c.electionId(9));
        try (P4RuntimeClient backup = connect(c -> c.electionId(3))) {
            SessionEvents events = new SessionEvents(backup);
            primary.close();

            events.await(SessionEvent.PrimaryGone.class);
            await().until(() -> !backup.session().info().primaryPresent());
            assertThat(backup.session().info().phase()).isEqualTo(SessionPhase.BACKUP);
        }
    }

    @Test
    void aHigherIdDemotesAndALowerOneGivesBack() {
        try (P4RuntimeClient first = connect(c -> c.electionId(5));
                P4RuntimeClient second = connect(c -> c.electionId(6))) {
            await().until(() -> first.session().info().phase() == SessionPhase.BACKUP);
            assertThat(second.session().info().isReady()).isTrue();

            assertThat(second.session().elect(ElectionId.of(1)).isReady()).isFalse();
            assertThat(first.session().elect(ElectionId.of(6)).phase()).isNotEqualTo(SessionPhase.BACKUP);
            first.session().awaitPrimary(Duration.ofSeconds(10));
        }
    }

    @Test
    void anUnknownDeviceIsSaidSo() {
        assertThatThrownBy(() -> connect(c -> c.deviceId(77).electionId(1)))
                .isInstanceOf(ArbitrationException.class)
                .hasMessageContaining("no device 77")
                .satisfies(e -> assertThat(((P4RuntimeException) e).code()).isEqualTo(StatusCode.NOT_FOUND));
    }

    @Test
    void anElectionIdInUseIsSaidSo() {
        try (P4RuntimeClient first = connect(c -> c.electionId(5))) {
            assertThat(first.session().info().isReady()).isTrue();
            assertThatThrownBy(() -> connect(c -> c.electionId(5)))
                    .isInstanceOf(ArbitrationException.class)
                    .hasMessageContaining("election id 5");
        }
    }

    @Test
    void aTargetThatNeverAnswersTheArbitrationIsGivenUp() {
        server.everyStream((stream, message) -> {});

        assertThatThrownBy(() -> connect(
                        c -> c.electionId(1).answerWithin(Duration.ofMillis(50)).connectWithin(Duration.ofMillis(100))))
                .isInstanceOf(ArbitrationException.class)
                .hasMessageContaining("did not answer the arbitration");
    }

    @Test
    void aHalfOpenStreamIsReplaced() {
        server.nextStream((stream, message) -> {});
        try (P4RuntimeClient client = connect(c -> c.electionId(1).answerWithin(Duration.ofMillis(500)))) {
            assertThat(client.session().info().isReady()).isTrue();
            assertThat(server.streams()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void aStreamThatEndsBeforeTheFirstAnswerIsOpenedAgain() {
        server.nextStream((stream, message) -> stream.end(StatusCode.UNAVAILABLE, "starting"));
        server.nextStream((stream, message) -> stream.end());
        try (P4RuntimeClient client = connect(c -> c.electionId(1))) {
            assertThat(client.session().info().isReady()).isTrue();
            assertThat(server.streams()).hasSize(3);
        }
    }

    @Test
    void aRefusalBeforeTheFirstAnswerEndsTheConnecting() {
        server.nextStream((stream, message) -> stream.end(StatusCode.UNAUTHENTICATED, "who are you"));

        assertThatThrownBy(() -> connect(c -> c.electionId(1)))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("UNAUTHENTICATED")
                .hasMessageContaining("credentials");
    }

    @Test
    void aStreamThatEndsLaterIsOpenedAgainWhateverTheReason() {
        try (P4RuntimeClient client = connect(c -> c.electionId(1))) {
            SessionEvents events = new SessionEvents(client);
            server.stream().end(StatusCode.INTERNAL, "oops");

            SessionEvent.Disconnected lost = events.await(SessionEvent.Disconnected.class);
            assertThat(lost.cause()).hasMessageContaining("oops");
            assertThat(lost.retryIn()).isEqualTo(Duration.ofMillis(50));
            events.await(SessionEvent.Ready.class);
            assertThat(client.session().info().isReady()).isTrue();
        }
    }

    @Test
    void aStreamThatTheTargetEndsPolitelyIsOpenedAgainToo() {
        try (P4RuntimeClient client = connect(c -> c.electionId(1))) {
            SessionEvents events = new SessionEvents(client);
            server.stream().end();

            events.await(SessionEvent.Disconnected.class);
            await().until(() ->
                    server.streams().size() > 1 && client.session().info().isConnected());
        }
    }

    @Test
    void aTargetThatGoesAwayAndComesBackIsFoundAgain() {
        try (P4RuntimeClient client = connect(c -> c.electionId(1))) {
            SessionEvents events = new SessionEvents(client);
            server.stop();
            events.await(SessionEvent.Disconnected.class);
            assertThatThrownBy(() -> client.pipeline().verifyAndCommit(Programs.switching()))
                    .isInstanceOf(P4RuntimeException.class)
                    .hasMessageContaining("awaitPrimary");

            server.start();

            client.session().awaitPrimary(Duration.ofSeconds(20));
        }
    }

    @Test
    void withoutReconnectALossIsTheEnd() {
        try (P4RuntimeClient client = connect(c -> c.electionId(1).noReconnect())) {
            SessionEvents events = new SessionEvents(client);
            server.stream().end(StatusCode.UNAVAILABLE, "bye");

            assertThat(events.await(SessionEvent.Closed.class).cause()).isPresent();
            assertThat(client.session().info().phase()).isEqualTo(SessionPhase.CLOSED);
        }
    }

    @Test
    void anOkThatContradictsItselfIsNotBelieved() {
        server.everyStream((stream, message) -> stream.arbitrate(1, StatusCode.OK, 99));
        try (P4RuntimeClient client = connect(c -> c.electionId(5))) {
            assertThat(client.session().info().phase()).isEqualTo(SessionPhase.BACKUP);
        }
    }

    @Test
    void anAnswerForAnotherDeviceIsPassedOver() {
        server.nextStream((stream, message) -> {
            stream.arbitrate(42, StatusCode.OK, 5);
            server.model(stream, message);
        });
        try (P4RuntimeClient client = connect(c -> c.electionId(5))) {
            assertThat(client.session().info().isReady()).isTrue();
        }
    }

    @Test
    void messagesBeforeTheFirstArbitrationDoNoHarm() {
        server.nextStream((stream, message) -> {
            stream.send(PacketIn.getDefaultInstance());
            stream.send(StreamMessageResponse.getDefaultInstance());
            server.model(stream, message);
        });
        try (P4RuntimeClient client = connect(c -> c.electionId(5))) {
            assertThat(client.session().info().isReady()).isTrue();
        }
    }

    @Test
    void aTargetThatKeepsSayingNobodyIsPrimaryIsAskedOncePerId() {
        server.everyStream((stream, message) -> stream.arbitrate(1, StatusCode.NOT_FOUND, 8));
        try (P4RuntimeClient client = connect(c -> c.electionId(5).takeOver())) {
            await().until(() -> server.stream().received().size() == 2);
            await().during(Duration.ofMillis(200))
                    .until(() -> server.stream().received().size() == 2);
            assertThat(client.session().info().phase()).isEqualTo(SessionPhase.BACKUP);
        }
    }

    @Test
    void waitingForPrimaryEndsInTime() {
        try (P4RuntimeClient primary = connect(c -> c.electionId(9));
                P4RuntimeClient backup = connect(c -> c.electionId(3))) {
            assertThat(primary.session().info().isReady()).isTrue();
            assertThatThrownBy(() -> backup.session().awaitPrimary(Duration.ofMillis(20)))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("BACKUP");
        }
    }

    @Test
    void aClosedClientSaysSo() {
        P4RuntimeClient client = connect(c -> c.electionId(9));
        client.close();
        client.close();

        await().until(() -> client.session().info().phase() == SessionPhase.CLOSED);
        assertThatThrownBy(() -> client.insert(Programs.station(1))).isInstanceOf(IpdkException.class);
        assertThatThrownBy(() -> client.session().awaitPrimary(Duration.ofSeconds(1)))
                .isInstanceOf(ClosedException.class);
    }

    @Test
    void closingFromAnEventHandlerIsAllowed() {
        P4RuntimeClient client = connect(c -> c.electionId(1));
        client.session().onEvent(event -> client.close());
        server.stream().end(StatusCode.UNAVAILABLE, "bye");

        await().until(() -> client.session().info().phase() == SessionPhase.CLOSED);
    }

    @Test
    void aPolicyThatThrowsEndsTheSessionInsteadOfStoppingIt() {
        P4RuntimeClient primary = connect(c -> c.electionId(9));
        try (P4RuntimeClient backup = connect(c -> c.electionId(3).takeOver((own, highest) -> {
            throw new IllegalStateException("a bug");
        }))) {
            SessionEvents events = new SessionEvents(backup);
            primary.close();

            assertThat(events.await(SessionEvent.Closed.class).cause().orElseThrow())
                    .hasMessageContaining("a bug");
        }
    }
}
