package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.p4.v1.MasterArbitrationUpdate;
import org.p4.v1.StreamMessageResponse.UpdateCase;
import org.p4.v1.Uint128;
import org.p4.v1.Update;
import org.p4.v1.WriteRequest;

/** Devices, roles, election ids and who is primary. */
final class ArbitrationChecks {
    private static final int MANY_STREAMS = 1_100;

    private ArbitrationChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("Rules for Handling MasterArbitrationUpdate Messages Received from Controllers")
                .check(
                        1,
                        "an unknown device_id ends the stream with NOT_FOUND",
                        bench -> assertThat(bench.connect()
                                        .arbitrate(bench.deviceId() + 7_777, "", bench.freshId(), null)
                                        .ended())
                                .isEqualTo(Code.NOT_FOUND))
                .check(
                        2,
                        "an election id in use by another live stream of the same device and role ends the stream with"
                                + " INVALID_ARGUMENT",
                        bench -> {
                            String role = bench.freshRole();
                            Uint128 id = bench.freshId();
                            bench.connect().arbitrate(role, id).expect(Code.OK);
                            assertThat(bench.connect().arbitrate(role, id).ended())
                                    .isEqualTo(Code.INVALID_ARGUMENT);
                        })
                .check(
                        3,
                        "a role.config that does not follow the scheme ends the stream with INVALID_ARGUMENT",
                        bench -> {
                            Any nonsense = Any.newBuilder()
                                    .setTypeUrl("type.example/nobody.KnowsThis")
                                    .setValue(ByteString.copyFromUtf8("?"))
                                    .build();
                            assertThat(bench.connect()
                                            .arbitrate(bench.deviceId(), bench.freshRole(), bench.freshId(), nonsense)
                                            .ended())
                                    .isEqualTo(Code.INVALID_ARGUMENT);
                        })
                .check(
                        4,
                        "a stream beyond the supported number ends with RESOURCE_EXHAUSTED",
                        ArbitrationChecks::tooMany)
                .check(5, "a change of device_id or role on a live stream ends it with FAILED_PRECONDITION", bench -> {
                    String role = bench.freshRole();
                    Controller other = bench.connect().arbitrate(role, bench.freshId());
                    other.expect(Code.OK);
                    assertThat(other.arbitrate(bench.freshRole(), bench.freshId())
                                    .ended())
                            .isEqualTo(Code.FAILED_PRECONDITION);
                    Controller mover = bench.connect().arbitrate(role, bench.freshId());
                    mover.expect(Code.OK);
                    assertThat(mover.arbitrate(bench.deviceId() + 1, role, bench.freshId(), null)
                                    .ended())
                            .isEqualTo(Code.FAILED_PRECONDITION);
                })
                .check(6, "a client is primary only if its election id is not below the highest ever seen", bench -> {
                    String role = bench.freshRole();
                    Uint128 id = bench.freshId();
                    try (Controller first = bench.connect().arbitrate(role, Bench.plus(id, 10))) {
                        first.expect(Code.OK);
                    }
                    bench.connect().arbitrate(role, id).expect(Code.NOT_FOUND);
                    bench.connect().arbitrate(role, Bench.plus(id, 11)).expect(Code.OK);
                })
                .section("Client Arbitration Notifications")
                .check(7, "when the primary leaves nobody is promoted, and backups are told NOT_FOUND", bench -> {
                    Pair pair = Pair.of(bench);
                    pair.primary.close();
                    pair.backup.expect(Code.NOT_FOUND);
                    pair.backup.expectNone(UpdateCase.ARBITRATION);
                })
                .check(8, "that message carries the highest election id ever seen", bench -> {
                    Pair pair = Pair.of(bench);
                    pair.primary.close();
                    assertThat(pair.backup.expect(Code.NOT_FOUND).getElectionId())
                            .isEqualTo(Bench.plus(pair.low, 10));
                })
                .section("Rules for Handling MasterArbitrationUpdate Messages Received from Controllers")
                .check(9, "a backup becomes primary with an id equal to the highest after the primary left", bench -> {
                    Pair pair = Pair.of(bench);
                    pair.primary.close();
                    pair.backup.expect(Code.NOT_FOUND);
                    pair.backup.arbitrate(pair.role, Bench.plus(pair.low, 10)).expect(Code.OK);
                })
                .check(10, "a primary that lowers its id is demoted, and everybody is told", bench -> {
                    Pair pair = Pair.of(bench);
                    pair.primary.arbitrate(pair.role, Bench.plus(pair.low, 5)).expect(Code.NOT_FOUND);
                    pair.backup.expect(Code.NOT_FOUND);
                })
                .check(11, "a backup's update that changes nothing at the top is answered only to it", bench -> {
                    Pair pair = Pair.of(bench);
                    pair.backup.arbitrate(pair.role, Bench.plus(pair.low, 1)).expect(Code.ALREADY_EXISTS);
                    pair.primary.expectNone(UpdateCase.ARBITRATION);
                })
                .check(12, "a primary's update that changes nothing is told to all streams of the role", bench -> {
                    Pair pair = Pair.of(bench);
                    pair.primary.arbitrate(pair.role, Bench.plus(pair.low, 10)).expect(Code.OK);
                    pair.backup.expect(Code.ALREADY_EXISTS);
                })
                .section("Client Arbitration Notifications")
                .check(13, "election_id is unset in answers as long as there was no primary", bench -> {
                    MasterArbitrationUpdate answer =
                            bench.connect().arbitrate(bench.freshRole(), null).expect(Code.NOT_FOUND);
                    assertThat(answer.hasElectionId()).isFalse();
                })
                .check(14, "the primary's status is OK and a backup's ALREADY_EXISTS", bench -> {
                    String role = bench.freshRole();
                    Uint128 id = bench.freshId();
                    Controller primary = bench.connect().arbitrate(role, Bench.plus(id, 10));
                    assertThat(primary.expect(Code.OK).getElectionId()).isEqualTo(Bench.plus(id, 10));
                    MasterArbitrationUpdate told =
                            bench.connect().arbitrate(role, id).expect(Code.ALREADY_EXISTS);
                    assertThat(told.getElectionId()).isEqualTo(Bench.plus(id, 10));
                    assertThat(told.getDeviceId()).isEqualTo(bench.deviceId());
                    assertThat(told.getRole().getName()).isEqualTo(role);
                })
                .section("Unset Election ID")
                .check(15, "an unset election id never wins, and is not the same as an id of zero", bench -> {
                    String role = bench.freshRole();
                    bench.connect().arbitrate(role, null).expect(Code.NOT_FOUND);
                    bench.connect().arbitrate(role, null).expect(Code.NOT_FOUND);
                    Controller zero = bench.connect().arbitrate(role, Uint128.getDefaultInstance());
                    MasterArbitrationUpdate answer = zero.expect(Code.OK);
                    assertThat(answer.hasElectionId()).isTrue();
                    assertThat(answer.getElectionId()).isEqualTo(Uint128.getDefaultInstance());
                })
                .section("Rules for Handling MasterArbitrationUpdate Messages Received from Controllers")
                .check(
                        16,
                        "a new primary is told once writes in flight are done; the old one's later writes are refused",
                        ArbitrationChecks::takeOverUnderWrites)
                .check(17, "the highest id outlives reconnects and pipeline changes", bench -> {
                    bench.load("l2_switch");
                    Uint128 id =
                            java.util.Objects.requireNonNull(bench.primary().electionId());
                    bench.primary().close();
                    MasterArbitrationUpdate answer =
                            bench.connect().arbitrate("", Bench.plus(id, -1)).expect(Code.NOT_FOUND);
                    assertThat(answer.getElectionId()).isEqualTo(id);
                })
                .section("Client Arbitration and Controller Replication")
                .check(18, "arbitration is independent per role: ids may be used again", bench -> {
                    Uint128 id = bench.freshId();
                    String one = bench.freshRole();
                    String two = bench.freshRole();
                    Controller first = bench.connect().arbitrate(one, id);
                    first.expect(Code.OK);
                    bench.connect().arbitrate(two, id).expect(Code.OK);
                    first.expectNone(UpdateCase.ARBITRATION);
                })
                .section("Role Config")
                .check(19, "an accepted role.config is kept and told to all", bench -> {
                    String role = bench.freshRole();
                    Uint128 id = bench.freshId();
                    Controller primary = bench.connect()
                            .arbitrate(
                                    bench.deviceId(),
                                    role,
                                    Bench.plus(id, 1),
                                    RoleConfigs.any(RoleConfigs.packets(true)));
                    if (primary.isOpen() && primary.arbitrationOrEnd() != null) {
                        MasterArbitrationUpdate told =
                                bench.connect().arbitrate(role, id).expect(Code.ALREADY_EXISTS);
                        assertThat(told.getRole().getConfig()).isEqualTo(RoleConfigs.any(RoleConfigs.packets(true)));
                        return;
                    }
                    throw UndecidedException.because("the server reads role configurations of another kind");
                })
                .section("Stream Error Reporting")
                .check(20, "arbitration errors end the stream and never come as StreamError", bench -> {
                    Controller controller =
                            bench.connect().arbitrate(bench.deviceId() + 7_777, "", bench.freshId(), null);
                    controller.ended();
                    controller.expectNone(UpdateCase.ERROR);
                })
                .section("Default Role and Default Device ID")
                .check(21, "device_id 0 is never valid", bench -> {
                    assertThat(bench.connect()
                                    .arbitrate(0, "", bench.freshId(), null)
                                    .ended())
                            .isIn(Code.NOT_FOUND, Code.INVALID_ARGUMENT);
                })
                .checks();
    }

    private static void tooMany(Bench bench) {
        String role = bench.freshRole();
        Uint128 id = bench.freshId();
        for (int i = 0; i < MANY_STREAMS; i++) {
            Controller controller = bench.connect().arbitrate(role, Bench.plus(id, i));
            if (controller.arbitrationOrEnd() == null) {
                assertThat(controller.ended()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                assertThat(i).as("streams before one is refused").isGreaterThan(1);
                return;
            }
        }
        throw UndecidedException.because("the server takes " + MANY_STREAMS + " streams of one role");
    }

    private static void takeOverUnderWrites(Bench bench) {
        bench.load("acl_meter");
        Update[] batch = new Update[200];
        for (int i = 0; i < batch.length; i++) {
            batch[i] = bench.insert(Texts.acl(i + 1, Texts.source(i), "@permit"));
        }
        WriteRequest request = bench.request(batch).build();
        CompletableFuture<WriteOutcome> inFlight = CompletableFuture.supplyAsync(() -> bench.write(request));
        Uint128 higher =
                Bench.plus(java.util.Objects.requireNonNull(bench.primary().electionId()), 1);
        Controller next = bench.connect().arbitrate("", higher);
        next.expect(Code.OK);
        bench.primary().expect(Code.ALREADY_EXISTS);
        List<org.p4.v1.Entity> seen = bench.read("table_entry { table_id: @acl }");
        WriteOutcome outcome = inFlight.join();
        assertThat(outcome.code()).isIn(Code.OK, Code.PERMISSION_DENIED);
        assertThat(seen)
                .as("what the new primary finds: all of the old one's last batch, or nothing if it was refused")
                .hasSize(outcome.code() == Code.OK ? batch.length : 0);
        assertThat(bench.write(request).code()).isEqualTo(Code.PERMISSION_DENIED);
    }

    /** A primary and a backup of a role of their own. */
    private record Pair(String role, Uint128 low, Controller primary, Controller backup) {
        static Pair of(Bench bench) {
            String role = bench.freshRole();
            Uint128 low = bench.freshId();
            Controller primary = bench.connect().arbitrate(role, Bench.plus(low, 10));
            primary.expect(Code.OK);
            Controller backup = bench.connect().arbitrate(role, low);
            backup.expect(Code.ALREADY_EXISTS);
            return new Pair(role, low, primary, backup);
        }
    }
}
