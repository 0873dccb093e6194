package io.ipdk.testkit.p4runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ipdk.error.CapacityException;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.P4RuntimeSpec;
import io.ipdk.p4runtime.entity.ActionProfileGroup;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.write.Atomicity;
import io.ipdk.p4runtime.write.Change;
import io.ipdk.p4runtime.write.UpdateOrder;
import io.ipdk.p4runtime.write.UpdateOutcome;
import io.ipdk.p4runtime.write.UpdateResult;
import io.ipdk.p4runtime.write.WriteException;
import io.ipdk.p4runtime.write.WriteOptions;
import io.ipdk.p4runtime.write.WriteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p4.v1.Replica;
import org.p4.v1.Update;
import org.p4.v1.WriteRequest;

class WriteTest {
    private static final WriteOptions DEFAULTS = WriteOptions.defaults();

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

    private static List<UpdateOutcome> outcomes(WriteResult<?> result) {
        List<UpdateOutcome> outcomes = new ArrayList<>();
        result.results().forEach(one -> outcomes.add(one.outcome()));
        return outcomes;
    }

    @Test
    void entitiesAreInsertedModifiedAndDeleted() {
        try (P4RuntimeClient client = connect()) {
            client.insert(Programs.station(1), Programs.station(2));
            assertThat(server.entities()).hasSize(2);

            client.modify(Programs.station(1).action("drop"));
            client.delete(Programs.station(2));

            assertThat(server.entities())
                    .singleElement()
                    .satisfies(entity -> assertThat(entity.getTableEntry()
                                    .getAction()
                                    .getAction()
                                    .getParamsCount())
                            .isZero());
        }
    }

    @Test
    void eachFailureIsJoinedToItsOwnChange() {
        try (P4RuntimeClient client = connect()) {
            client.insert(Programs.station(1));

            WriteResult<Change> result = client.tryWrite(Programs.inserts(3), DEFAULTS);

            assertThat(outcomes(result))
                    .containsExactly(UpdateOutcome.APPLIED, UpdateOutcome.REFUSED, UpdateOutcome.APPLIED);
            assertThat(result.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.change()).isEqualTo(Change.insert(Programs.station(1)));
                assertThat(failure.code()).isEqualTo(StatusCode.ALREADY_EXISTS);
            });
            assertThat(result.applied()).isEqualTo(2);
        }
    }

    @Test
    void whatDidNotAllTakeEffectIsThrown() {
        try (P4RuntimeClient client = connect()) {
            client.insert(Programs.station(1));

            assertThatThrownBy(() -> client.insert(Programs.station(0), Programs.station(1)))
                    .isInstanceOf(WriteException.class)
                    .hasMessageContaining("1 of 2 updates")
                    .hasMessageContaining("ALREADY_EXISTS")
                    .hasMessageContaining("dmac")
                    .satisfies(e ->
                            assertThat(((WriteException) e).result().applied()).isEqualTo(1));
        }
    }

    @Test
    void theTargetsOwnCodeAndSpaceAreKept() {
        try (P4RuntimeClient client = connect()) {
            server.nextWrite(Scripts.updateErrors(StatusCode.OUT_OF_RANGE));

            UpdateResult<Change> failure =
                    client.tryWrite(Programs.inserts(1), DEFAULTS).failures().get(0);

            assertThat(failure.space()).isEqualTo("testkit");
            assertThat(failure.targetCode()).isEqualTo(4200 + StatusCode.OUT_OF_RANGE.number());
            assertThat(failure.message()).isEqualTo("scripted OUT_OF_RANGE");
        }
    }

    @ParameterizedTest
    @EnumSource(value = StatusCode.class, mode = EnumSource.Mode.EXCLUDE, names = "OK")
    void aWriteThatFailsAsAWholeNeverLooksLikeSuccess(StatusCode code) {
        try (P4RuntimeClient client = connect()) {
            server.nextWrite(Scripts.refuse(code, "as a whole"));

            WriteResult<Change> result = client.tryWrite(Programs.inserts(3), DEFAULTS);

            assertThat(result.allApplied()).isFalse();
            assertThat(result.applied()).isZero();
            assertThat(result.rpcFailure()).isPresent();
            UpdateOutcome expected = code.outcomeUnknown() ? UpdateOutcome.UNKNOWN : UpdateOutcome.NOT_APPLIED;
            assertThat(outcomes(result)).containsOnly(expected);
            assertThatThrownBy(result::orThrow)
                    .isInstanceOf(WriteException.class)
                    .hasMessageContaining("as a whole");
        }
    }

    @Test
    void tooFewDetailsAreNotJoined() {
        try (P4RuntimeClient client = connect()) {
            server.nextWrite(Scripts.updateErrors(StatusCode.NOT_FOUND, StatusCode.OK));

            WriteResult<Change> result = client.tryWrite(Programs.inserts(3), DEFAULTS);

            assertThat(outcomes(result)).containsOnly(UpdateOutcome.UNKNOWN);
            assertThat(result.failures().get(0).message()).contains("2 results for 3 updates");
        }
    }

    @Test
    void tooManyDetailsAreNotJoined() {
        try (P4RuntimeClient client = connect()) {
            server.nextWrite(Scripts.updateErrors(StatusCode.OK, StatusCode.NOT_FOUND, StatusCode.OK));

            assertThat(outcomes(client.tryWrite(Programs.inserts(2), DEFAULTS))).containsOnly(UpdateOutcome.UNKNOWN);
        }
    }

    @Test
    void aFailureWhoseDetailsAreAllOkIsStillAFailure() {
        try (P4RuntimeClient client = connect()) {
            server.nextWrite(Scripts.updateErrors(StatusCode.OK, StatusCode.OK));

            WriteResult<Change> result = client.tryWrite(Programs.inserts(2), DEFAULTS);

            assertThat(outcomes(result)).containsOnly(UpdateOutcome.UNKNOWN);
            assertThat(result.failures().get(0).message()).contains("every update of it a success");
        }
    }

    @Test
    void anOkBeforeTheErrorsIsJoinedInItsPlace() {
        try (P4RuntimeClient client = connect()) {
            server.nextWrite(Scripts.updateErrors(StatusCode.OK, StatusCode.NOT_FOUND, StatusCode.OK));

            assertThat(outcomes(client.tryWrite(Programs.inserts(3), DEFAULTS)))
                    .containsExactly(UpdateOutcome.APPLIED, UpdateOutcome.REFUSED, UpdateOutcome.APPLIED);
        }
    }

    @Test
    void detailsOfAnotherTypeAreNotTakenForResults() {
        try (P4RuntimeClient client = connect()) {
            server.nextWrite(Scripts.refuse(StatusCode.UNKNOWN, "odd", List.of(WriteRequest.getDefaultInstance())));

            assertThat(outcomes(client.tryWrite(Programs.inserts(1), DEFAULTS))).containsOnly(UpdateOutcome.UNKNOWN);
        }
    }

    @Test
    void anAnswerThatNeverComesEndsInTime() {
        try (P4RuntimeClient client = connect(c -> c.deadline(Duration.ofSeconds(3)))) {
            server.nextWrite(Scripts.silence());

            WriteResult<Change> result = client.tryWrite(Programs.inserts(1), DEFAULTS);

            assertThat(result.failures().get(0).code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(outcomes(result)).containsOnly(UpdateOutcome.UNKNOWN);
            client.insert(Programs.station(5));
            assertThat(server.entities()).hasSize(1);
        }
    }

    @Test
    void aCallThatEndsWithoutAnAnswerIsAFailure() {
        try (P4RuntimeClient client = connect()) {
            server.nextWrite(Scripts.endWithoutAnswer());

            assertThat(client.tryWrite(Programs.inserts(1), DEFAULTS).allApplied())
                    .isFalse();
        }
    }

    @Test
    void batchesAreCutByCount() {
        try (P4RuntimeClient client = connect(c -> c.writes(w -> w.batchUpdates(40)))) {
            client.write(Programs.inserts(100));

            assertThat(server.entities()).hasSize(100);
            assertThat(server.writes())
                    .extracting(WriteRequest::getUpdatesCount)
                    .containsExactlyInAnyOrder(40, 40, 20);
        }
    }

    @Test
    void batchesAreCutByBytes() {
        try (P4RuntimeClient client = connect(c -> c.writes(w -> w.batchBytes(500)))) {
            client.write(Programs.inserts(50));

            assertThat(server.entities()).hasSize(50);
            assertThat(server.writes())
                    .hasSizeGreaterThan(3)
                    .allSatisfy(write -> assertThat(write.getSerializedSize()).isLessThan(560));
        }
    }

    @Test
    void whatComesAfterABatchThatFailedAsAWholeIsNotSent() {
        try (P4RuntimeClient client =
                connect(c -> c.writes(w -> w.batchUpdates(10).inFlight(1)))) {
            server.nextWrite(server.modelWrite());
            server.nextWrite(Scripts.refuse(StatusCode.UNAVAILABLE, "gone"));

            WriteResult<Change> result = client.tryWrite(Programs.inserts(30), DEFAULTS);

            assertThat(outcomes(result).subList(0, 10)).containsOnly(UpdateOutcome.APPLIED);
            assertThat(outcomes(result).subList(10, 20)).containsOnly(UpdateOutcome.UNKNOWN);
            assertThat(outcomes(result).subList(20, 30)).containsOnly(UpdateOutcome.NOT_SENT);
        }
    }

    @Test
    void aBatchThatFailsInTheMiddleLeavesTheOthersAlone() {
        try (P4RuntimeClient client = connect(c -> c.writes(w -> w.batchUpdates(10)))) {
            client.insert(Programs.station(15));

            WriteResult<Change> result = client.tryWrite(Programs.inserts(30), DEFAULTS);

            assertThat(result.applied()).isEqualTo(29);
            assertThat(server.entities()).hasSize(30);
        }
    }

    @Test
    void manyWritesAreOnTheirWayAtOnceAndNoMoreThanAllowed() {
        CountDownLatch open = new CountDownLatch(1);
        try (P4RuntimeClient client = connect(c -> c.writes(w -> w.inFlight(8).singlesInFlight(0)))) {
            server.everyWrite(Scripts.once(open, server.modelWrite()));

            List<CompletableFuture<WriteResult<Change>>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(client.insertAsync(Programs.station(i)));
            }

            await().until(() -> server.writes().size() == 8);
            await().during(Duration.ofMillis(100)).until(() -> server.writes().size() == 8);
            open.countDown();
            assertThat(all)
                    .allSatisfy(write -> assertThat(write.join().allApplied()).isTrue());
            assertThat(server.entities()).hasSize(20);
        }
    }

    @Test
    void whoBringsTooMuchWaitsAndIsToldSo() {
        CountDownLatch open = new CountDownLatch(1);
        try (P4RuntimeClient client =
                connect(c -> c.writes(w -> w.inFlight(1).queuedUpdates(2).patience(Duration.ofMillis(50))))) {
            server.everyWrite(Scripts.once(open, server.modelWrite()));
            CompletableFuture<?> first = client.insertAsync(Programs.station(1));
            CompletableFuture<?> second = client.insertAsync(Programs.station(2));

            CompletableFuture<?> third = client.insertAsync(Programs.station(3));
            assertThat(third).isCompletedExceptionally();
            assertThatThrownBy(third::join).hasCauseInstanceOf(CapacityException.class);

            open.countDown();
            await().until(() -> first.isDone() && second.isDone());
        }
    }

    @ParameterizedTest
    @EnumSource(Atomicity.class)
    void atomicityIsPassedOn(Atomicity atomicity) {
        try (P4RuntimeClient client = connect()) {
            client.write(Programs.inserts(2), DEFAULTS.atomicity(atomicity));

            assertThat(server.writes().get(0).getAtomicity().name()).isEqualTo(atomicity.name());
        }
    }

    @Test
    void anAtomicBatchIsNeverCut() {
        try (P4RuntimeClient client = connect(c -> c.writes(w -> w.batchUpdates(10)))) {
            assertThatThrownBy(() -> client.write(Programs.inserts(11), DEFAULTS.atomicity(Atomicity.DATAPLANE_ATOMIC)))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageContaining("11 updates")
                    .hasMessageContaining("at most 10");
            assertThat(server.writes()).isEmpty();
        }
    }

    @Test
    void whatWasRolledBackIsNotCalledApplied() {
        try (P4RuntimeClient client = connect()) {
            server.nextWrite(Scripts.updateErrors(StatusCode.OK, StatusCode.NOT_FOUND));

            WriteResult<Change> result =
                    client.tryWrite(Programs.inserts(2), DEFAULTS.atomicity(Atomicity.ROLLBACK_ON_ERROR));

            assertThat(outcomes(result)).containsExactly(UpdateOutcome.NOT_APPLIED, UpdateOutcome.REFUSED);
        }
    }

    @Test
    void aModeThatTheTargetDoesNotHaveIsSaidSo() {
        try (P4RuntimeClient client = connect()) {
            server.nextWrite(Scripts.refuse(StatusCode.UNIMPLEMENTED, "no such mode"));

            WriteResult<Change> result =
                    client.tryWrite(Programs.inserts(2), DEFAULTS.atomicity(Atomicity.DATAPLANE_ATOMIC));

            assertThat(outcomes(result)).containsOnly(UpdateOutcome.NOT_APPLIED);
            assertThat(result.failures().get(0).code()).isEqualTo(StatusCode.UNIMPLEMENTED);
        }
    }

    @Test
    void whatIsReferredToGoesFirstAndLeavesLast() {
        try (P4RuntimeClient client = connect()) {
            client.pipeline().verifyAndCommit(Programs.routing());
            TableEntry route = TableEntry.in("route_v4")
                    .exact("vrf", 1)
                    .lpm("dst", "10.0.0.0/8")
                    .group(7);
            ActionProfileGroup group = ActionProfileGroup.of("ecmp", 7).member(3);
            ActionProfileMember member = ActionProfileMember.of("ecmp", 3)
                    .action("set_nexthop", a -> a.set("port", 1).set("smac", 1).set("dmac", 2));

            client.insert(route, group, member);
            client.delete(member, route, group);

            assertThat(kinds())
                    .containsExactly(
                            "INSERT ACTION_PROFILE_MEMBER",
                            "INSERT ACTION_PROFILE_GROUP",
                            "INSERT TABLE_ENTRY",
                            "DELETE TABLE_ENTRY",
                            "DELETE ACTION_PROFILE_GROUP",
                            "DELETE ACTION_PROFILE_MEMBER");
        }
    }

    private List<String> kinds() {
        List<String> kinds = new ArrayList<>();
        for (WriteRequest write : server.writes()) {
            for (Update update : write.getUpdatesList()) {
                kinds.add(update.getType() + " " + update.getEntity().getEntityCase());
            }
        }
        return kinds;
    }

    @Test
    void changesOfOneEntityKeepTheirOrder() {
        try (P4RuntimeClient client = connect()) {
            TableEntry station = Programs.station(1);

            client.write(List.of(
                    Change.insert(station),
                    Change.delete(station),
                    Change.insert(station.action("drop")),
                    Change.modify(station)));

            assertThat(server.writes()).hasSize(4);
            assertThat(server.entities()).hasSize(1);
        }
    }

    @Test
    void theCallersOrderCanBeKept() {
        try (P4RuntimeClient client = connect(c -> c.writes(w -> w.batchUpdates(1)))) {
            client.write(Programs.inserts(5), DEFAULTS.order(UpdateOrder.AS_GIVEN));

            assertThat(server.entities())
                    .extracting(entity -> entity.getTableEntry()
                            .getMatch(1)
                            .getExact()
                            .getValue()
                            .byteAt(5))
                    .containsExactly((byte) 0, (byte) 1, (byte) 2, (byte) 3, (byte) 4);
        }
    }

    @Test
    void aWrongEntityAnywhereLeavesEverythingUnsent() {
        try (P4RuntimeClient client = connect()) {
            assertThatThrownBy(() -> client.insert(
                            Programs.station(1), Programs.station(2).action("forward", a -> a.set("port", 512))))
                    .isInstanceOf(InvalidEntityException.class)
                    .hasMessageContaining("port")
                    .hasMessageContaining("512");
            assertThat(server.writes()).isEmpty();
        }
    }

    @Test
    void anEmptyListIsDoneAtOnce() {
        try (P4RuntimeClient client = connect()) {
            assertThat(client.write(List.of()).allApplied()).isTrue();
            assertThat(server.writes()).isEmpty();
        }
    }

    @Test
    void olderTargetsGetPortsAsNumbers() {
        server.apiVersion("1.3.0");
        try (P4RuntimeClient client = connect()) {
            client.insert(MulticastGroup.of(1).replica(258));

            Replica replica = server.entities()
                    .get(0)
                    .getPacketReplicationEngineEntry()
                    .getMulticastGroupEntry()
                    .getReplicas(0);
            assertThat(replica).hasToString("egress_port: 258\n");
        }
    }

    @Test
    void rawMessagesAreBatchedAndJoinedToo() {
        try (P4RuntimeClient client = connect()) {
            Update update = Change.insert(Programs.station(1))
                    .encode(client.pipeline().names().entities());

            WriteResult<Update> result = client.rawWriter()
                    .write(List.of(update, update), one -> one, null, DEFAULTS)
                    .join();

            assertThat(result.applied()).isEqualTo(1);
            assertThat(result.failures().get(0).change()).isEqualTo(update);
        }
    }
}
