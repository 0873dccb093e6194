package io.ipdk.testkit.p4target;

import static io.ipdk.testkit.p4target.SamplePrograms.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.write.Atomicity;
import io.ipdk.p4runtime.write.Change;
import io.ipdk.p4runtime.write.UpdateOutcome;
import io.ipdk.p4runtime.write.UpdateResult;
import io.ipdk.p4runtime.write.WriteOptions;
import io.ipdk.p4runtime.write.WriteResult;
import io.ipdk.p4target.device.PacketWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a batch when a part of it fails, and what packets see of it. */
class BatchesOnTargetTest {
    @RegisterExtension
    static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("acl_meter"));

    private static final TableEntry PERMIT =
            TableEntry.in("acl").ternary("dst", "10.9.0.1").priority(1).action("permit");
    private static final TableEntry MISSING =
            TableEntry.in("acl").ternary("dst", "10.9.0.2").priority(1).action("deny");
    private static final List<Change> SECOND_FAILS =
            List.of(Change.insert(PERMIT), Change.modify(MISSING), Change.insert(forward(9)));

    private static TableEntry forward(int port) {
        return TableEntry.in("fwd").exact("dst", "10.9.0.1").action("forward", a -> a.set("port", port));
    }

    @Test
    void continuingDoesAllThatCanBeDone(P4RuntimeClient client) {
        List<UpdateResult<Change>> results =
                write(client, Atomicity.CONTINUE_ON_ERROR).results();

        assertThat(results)
                .extracting(UpdateResult::outcome)
                .containsExactly(UpdateOutcome.APPLIED, UpdateOutcome.REFUSED, UpdateOutcome.APPLIED);
        assertThat(results.get(1).code()).isEqualTo(StatusCode.NOT_FOUND);
        assertThat(read(client, TableEntry.all())).hasSize(2);
    }

    @Test
    void rollingBackLeavesEverythingAsItWas(P4RuntimeClient client) {
        assertNothingDone(client, Atomicity.ROLLBACK_ON_ERROR);
    }

    @Test
    void anAtomicBatchThatFailsLeavesEverythingAsItWas(P4RuntimeClient client) {
        assertNothingDone(client, Atomicity.DATAPLANE_ATOMIC);
    }

    private static void assertNothingDone(P4RuntimeClient client, Atomicity atomicity) {
        WriteResult<Change> result = write(client, atomicity);

        assertThat(result.applied()).isZero();
        assertThat(result.results())
                .extracting(UpdateResult::outcome)
                .containsExactly(UpdateOutcome.NOT_APPLIED, UpdateOutcome.REFUSED, UpdateOutcome.NOT_APPLIED);
        assertThat(result.results().get(1).code()).isEqualTo(StatusCode.NOT_FOUND);
        assertThat(read(client, TableEntry.all())).isEmpty();
    }

    private static WriteResult<Change> write(P4RuntimeClient client, Atomicity atomicity) {
        return client.tryWrite(SECOND_FAILS, WriteOptions.defaults().atomicity(atomicity));
    }

    @Test
    void noPacketMeetsAPartOfAnAtomicBatch(P4TestTarget target, P4RuntimeClient client) {
        client.insert(forward(1), PERMIT.action("mirror", a -> a.set("rule", 1)));
        client.insert(io.ipdk.p4runtime.entity.CloneSession.of(5).replica(11));
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger packets = new AtomicInteger();
        CompletableFuture<List<List<Integer>>> torn =
                CompletableFuture.supplyAsync(() -> injectUntil(target, done, packets));
        WriteOptions atomic = WriteOptions.defaults().atomicity(Atomicity.DATAPLANE_ATOMIC);

        for (int round = 0; round < 40; round++) {
            int port = 1 + round % 2;
            client.write(
                    List.of(
                            Change.modify(forward(port)),
                            Change.modify(
                                    io.ipdk.p4runtime.entity.CloneSession.of(5).replica(10 + port))),
                    atomic);
        }
        await().until(() -> packets.get() > 100);
        done.set(true);

        assertThat(torn.join()).isEmpty();
    }

    /** Sends packets and returns what left through ports that do not belong together. */
    private static List<List<Integer>> injectUntil(P4TestTarget target, AtomicBoolean done, AtomicInteger packets) {
        byte[] frame = Frames.udp("10.1.0.1", "10.9.0.1", 5_000, 80);
        List<Integer> ports = new ArrayList<>();
        List<List<Integer>> torn = new ArrayList<>();
        PacketWorker worker = target.device().newWorker((port, bytes, offset, length) -> ports.add(port));
        while (!done.get()) {
            ports.clear();
            worker.process(1, frame, 0, frame.length);
            packets.incrementAndGet();
            if (ports.size() != 2 || Math.abs(ports.get(0) - ports.get(1)) != 10) {
                torn.add(List.copyOf(ports));
            }
        }
        return torn;
    }

    @Test
    void thousandsOfEntriesGoInBatchesAndComeBack(P4TestTarget target, P4RuntimeClient client) {
        client.pipeline()
                .verifyAndCommit(SamplePrograms.load(
                        "l2_switch", info -> info.getTablesBuilderList().forEach(table -> table.setSize(10_000))));
        List<Change> stations = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            stations.add(Change.insert(TableEntry.in("dmac")
                    .exact("meta.vid", 1)
                    .exact("hdr.eth.dst", 0x0200_0000_0000L + i)
                    .action("forward", a -> a.set("port", 3))));
        }

        assertThat(client.write(stations).applied()).isEqualTo(2_000);

        assertThat(read(client, TableEntry.all("dmac"))).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(target.inject(1, Frames.ethernet("02:00:00:00:07:cf", Frames.HOST))
                        .ports())
                .containsExactly(3);
    }

    @Test
    void whatIsReferredToGoesFirstAndLeavesLast(P4RuntimeClient client) {
        client.pipeline().verifyAndCommit(SamplePrograms.load("l3_router"));
        TableEntry route = TableEntry.in("route_v4")
                .exact("vrf", 1)
                .lpm("dst", "10.0.0.0/8")
                .member(1);
        ActionProfileMember member = ActionProfileMember.of("ecmp", 1).action("route_punt", a -> a);

        assertThat(client.write(List.of(Change.insert(route), Change.insert(member)))
                        .allApplied())
                .isTrue();
        assertThat(client.write(List.of(Change.delete(member), Change.delete(route)))
                        .allApplied())
                .isTrue();
        assertThat(read(client, MulticastGroup.all())).isEmpty();
    }
}
