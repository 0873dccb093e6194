package io.ipdk.testkit.p4runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.P4RuntimeSpec;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.write.Atomicity;
import io.ipdk.p4runtime.write.Change;
import io.ipdk.p4runtime.write.UpdateOutcome;
import io.ipdk.p4runtime.write.UpdateResult;
import io.ipdk.p4runtime.write.WriteOptions;
import io.ipdk.p4runtime.write.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p4.v1.Update;
import org.p4.v1.WriteRequest;
import org.p4.v1.WriteResponse;

/** Single updates that come while a Write is on its way. */
class SharedWriteTest {
    private static final int WAITING = 20;

    private final ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.inProcess();
    private final CountDownLatch answerFirst = new CountDownLatch(1);
    private final List<CompletableFuture<WriteResult<Change>>> calls = new ArrayList<>();

    @AfterEach
    void stop() {
        answerFirst.countDown();
        server.close();
    }

    /** The first Write of this client has reached the target, and is not answered until the latch is open. */
    private P4RuntimeClient busy(Consumer<P4RuntimeSpec.Builder> steps) {
        P4RuntimeClient client = P4RuntimeClient.connect(server.target(), c -> {
            c.electionId(1);
            steps.accept(c);
        });
        client.pipeline().verifyAndCommit(Programs.routing());
        server.nextWrite(Scripts.once(answerFirst, server.modelWrite()));
        tryWrite(client, Change.insert(member(1_000)));
        await().until(() -> server.writes().size() == 1);
        return client;
    }

    private P4RuntimeClient busy() {
        return busy(c -> {});
    }

    private void tryWrite(P4RuntimeClient client, Change change) {
        calls.add(client.tryWriteAsync(List.of(change), WriteOptions.defaults()));
    }

    private static ActionProfileMember member(int number) {
        return ActionProfileMember.of("ecmp", number)
                .action(
                        "set_nexthop",
                        a -> a.set("port", number % 512).set("smac", 1).set("dmac", 2));
    }

    private void insertMany(P4RuntimeClient client) {
        IntStream.range(0, WAITING).forEach(number -> tryWrite(client, Change.insert(member(number + 1))));
    }

    private UpdateResult<Change> result(int call) {
        WriteResult<Change> result = calls.get(call).join();
        assertThat(result.size()).isEqualTo(1);
        return result.results().get(0);
    }

    private List<WriteRequest> laterWrites() {
        return server.writes().subList(1, server.writes().size());
    }

    @Test
    void leaveTogetherWhenItIsAnswered() {
        try (P4RuntimeClient client = busy()) {
            insertMany(client);
            answerFirst.countDown();

            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.join().allApplied()).isTrue());
            assertThat(laterWrites()).singleElement().satisfies(write -> {
                assertThat(write.getUpdatesCount()).isEqualTo(WAITING);
                assertThat(write.getAtomicity()).isEqualTo(WriteRequest.Atomicity.CONTINUE_ON_ERROR);
            });
        }
    }

    @Test
    void leaveInNoLargerBatchesThanAllowed() {
        try (P4RuntimeClient client = busy(c -> c.writes(w -> w.batchUpdates(6)))) {
            insertMany(client);
            answerFirst.countDown();

            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.join().allApplied()).isTrue());
            assertThat(laterWrites()).extracting(WriteRequest::getUpdatesCount).containsExactlyInAnyOrder(6, 6, 6, 2);
        }
    }

    @Test
    void eachGetsItsOwnResult() {
        try (P4RuntimeClient client = busy()) {
            insertMany(client);
            tryWrite(client, Change.insert(member(1_000)));
            answerFirst.countDown();

            assertThat(calls.subList(0, WAITING + 1))
                    .allSatisfy(call -> assertThat(call.join().allApplied()).isTrue());
            assertThat(result(WAITING + 1).outcome()).isEqualTo(UpdateOutcome.REFUSED);
            assertThat(result(WAITING + 1).code()).isEqualTo(StatusCode.ALREADY_EXISTS);
            assertThat(result(WAITING + 1).change()).isEqualTo(Change.insert(member(1_000)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StatusCode.class,
            names = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "CANCELLED", "INTERNAL", "UNKNOWN"})
    void allGetTheFailureThatLeavesThemInDoubt(StatusCode code) {
        try (P4RuntimeClient client = busy()) {
            server.nextWrite(Scripts.refuse(code, "no word of any update"));
            insertMany(client);
            answerFirst.countDown();

            for (int call = 1; call <= WAITING; call++) {
                assertThat(result(call).outcome()).isEqualTo(UpdateOutcome.UNKNOWN);
                assertThat(result(call).code()).isEqualTo(code);
                assertThat(result(call).message())
                        .contains("no word of any update")
                        .contains("it is not known whether this one was applied");
                assertThat(calls.get(call).join().rpcFailure()).isPresent();
            }
            assertThat(laterWrites()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StatusCode.class,
            names = {"INVALID_ARGUMENT", "PERMISSION_DENIED", "NOT_FOUND", "FAILED_PRECONDITION", "UNIMPLEMENTED"})
    void doNotSufferForANeighbourForWhichTheirWriteWasRefused(StatusCode code) {
        try (P4RuntimeClient client = busy()) {
            server.everyWrite((request, response) -> {
                boolean refused =
                        request.getUpdatesList().stream().anyMatch(update -> update.getType() == Update.Type.DELETE);
                (refused ? Scripts.<WriteRequest, WriteResponse>refuse(code, "one is bad") : server.modelWrite())
                        .answer(request, response);
            });
            insertMany(client);
            tryWrite(client, Change.delete(member(77)));
            answerFirst.countDown();

            assertThat(calls.subList(0, WAITING + 1))
                    .allSatisfy(call -> assertThat(call.join().allApplied()).isTrue());
            assertThat(result(WAITING + 1).outcome()).isEqualTo(UpdateOutcome.NOT_APPLIED);
            assertThat(result(WAITING + 1).code()).isEqualTo(code);
            assertThat(laterWrites()).hasSize(1 + WAITING + 1);
        }
    }

    @Test
    void ofOneEntityLeaveOneByOneInTheirOrder() {
        try (P4RuntimeClient client = busy()) {
            for (int port = 1; port <= 5; port++) {
                int last = port;
                tryWrite(
                        client,
                        Change.modify(ActionProfileMember.of("ecmp", 1_000)
                                .action(
                                        "set_nexthop",
                                        a -> a.set("port", last).set("smac", 1).set("dmac", 2))));
            }
            answerFirst.countDown();

            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.join().allApplied()).isTrue());
            assertThat(laterWrites())
                    .hasSize(5)
                    .allSatisfy(write -> assertThat(write.getUpdatesCount()).isEqualTo(1));
            List<ActionProfileMember> left =
                    client.readAsync(ActionProfileMember.all("ecmp")).join();
            assertThat(left)
                    .singleElement()
                    .isEqualTo(ActionProfileMember.of("ecmp", 1_000)
                            .action(
                                    "set_nexthop",
                                    a -> a.set("port", 5).set("smac", 1).set("dmac", 2)));
        }
    }

    @Test
    void doNotShareWithWhatTheyReferTo() {
        try (P4RuntimeClient client = busy()) {
            tryWrite(client, Change.insert(member(1)));
            tryWrite(client, Change.insert(route("10.0.0.0/8", 1)));
            tryWrite(client, Change.insert(member(2)));
            tryWrite(client, Change.insert(route("11.0.0.0/8", 2)));
            answerFirst.countDown();

            assertThat(calls)
                    .allSatisfy(call -> assertThat(call.join().allApplied()).isTrue());
            assertThat(laterWrites()).extracting(WriteRequest::getUpdatesCount).containsExactly(2, 2);
            assertThat(laterWrites().get(0).getUpdatesList())
                    .allMatch(update -> update.getEntity().hasActionProfileMember());
        }
    }

    private static TableEntry route(String prefix, int member) {
        return TableEntry.in("route_v4").exact("vrf", 1).lpm("dst", prefix).member(member);
    }

    @Test
    void shareNoMoreOnceTheTargetDidNotSayWhichOneFailed() {
        try (P4RuntimeClient client = busy()) {
            server.nextWrite(Scripts.updateErrors(StatusCode.NOT_FOUND));
            insertMany(client);
            answerFirst.countDown();
            for (int call = 1; call <= WAITING; call++) {
                assertThat(result(call).outcome()).isEqualTo(UpdateOutcome.UNKNOWN);
            }
            int before = server.writes().size();

            IntStream.range(100, 110).forEach(number -> tryWrite(client, Change.insert(member(number))));
            calls.forEach(CompletableFuture::join);

            assertThat(server.writes()).hasSize(before + 10);
        }
    }

    @Test
    void areNotOvertakenByAListThatWasGivenLater() {
        try (P4RuntimeClient client = busy()) {
            tryWrite(client, Change.insert(member(1)));
            assertThat(server.writes()).hasSize(1);

            client.write(List.of(Change.insert(member(2)), Change.insert(member(3))));

            assertThat(calls.get(1).join().allApplied()).isTrue();
        }
    }

    @Test
    void shareNothingWhereThatIsSwitchedOff() {
        try (P4RuntimeClient client = busy(c -> c.writes(w -> w.singlesInFlight(0)))) {
            insertMany(client);

            calls.subList(1, calls.size()).forEach(CompletableFuture::join);
            assertThat(laterWrites()).hasSize(WAITING);
        }
    }

    @Test
    void thatAreAtomicAreSentAtOnce() {
        try (P4RuntimeClient client = busy()) {
            client.tryWrite(
                    List.of(Change.insert(member(1))), WriteOptions.defaults().atomicity(Atomicity.ROLLBACK_ON_ERROR));

            assertThat(laterWrites())
                    .singleElement()
                    .extracting(WriteRequest::getAtomicity)
                    .isEqualTo(WriteRequest.Atomicity.ROLLBACK_ON_ERROR);
        }
    }

    @Test
    void areNotSentOnceAnotherClientIsPrimary() {
        try (P4RuntimeClient client = busy()) {
            insertMany(client);
            try (P4RuntimeClient other = P4RuntimeClient.connect(server.target(), c -> c.electionId(2))) {
                await().until(() -> !client.session().info().isReady());
                answerFirst.countDown();

                for (int call = 1; call <= WAITING; call++) {
                    assertThat(result(call).outcome()).isEqualTo(UpdateOutcome.NOT_SENT);
                    assertThat(result(call).code()).isEqualTo(StatusCode.PERMISSION_DENIED);
                }
                assertThat(laterWrites()).isEmpty();
                assertThat(other.session().info().isReady()).isTrue();
            }
        }
    }

    @Test
    void mayBeWaitedForInTheCallbackOfAnother() {
        try (P4RuntimeClient client = busy()) {
            CompletableFuture<WriteResult<Change>> nested =
                    calls.get(0).thenApply(result -> client.write(List.of(Change.insert(member(1)))));
            answerFirst.countDown();

            assertThat(nested.join().allApplied()).isTrue();
        }
    }
}
