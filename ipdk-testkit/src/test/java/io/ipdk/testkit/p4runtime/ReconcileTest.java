package io.ipdk.testkit.p4runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.ActionProfileGroup;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.reconcile.ReconcileResult;
import io.ipdk.p4runtime.session.SessionEvent;
import io.ipdk.p4runtime.write.Change;
import io.ipdk.p4runtime.write.WriteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p4.v1.CounterData;
import org.p4.v1.Entity;
import org.p4.v1.FieldMatch;

class ReconcileTest {
    private final ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.inProcess();
    private final P4RuntimeClient client = P4RuntimeClient.connect(server.target(), c -> c.electionId(1));

    @BeforeEach
    void commit() {
        client.pipeline().verifyAndCommit(Programs.switching());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static List<TableEntry> stations(int from, int to) {
        return IntStream.range(from, to).mapToObj(Programs::station).toList();
    }

    @Test
    void onlyWhatDiffersIsSent() {
        client.insert(Programs.stations(100));
        List<P4Entity> wanted = new ArrayList<>(stations(2, 101));
        wanted.set(0, Programs.station(2).action("drop"));
        int writes = server.writes().size();

        ReconcileResult result = client.reconcile(wanted);

        assertThat(result.unchanged()).isEqualTo(97);
        assertThat(result.count(Change.Kind.INSERT)).isEqualTo(1);
        assertThat(result.count(Change.Kind.MODIFY)).isEqualTo(1);
        assertThat(result.count(Change.Kind.DELETE)).isEqualTo(2);
        assertThat(server.entities()).hasSize(99);
        assertThat(client.reconcile(wanted).changes().size()).isZero();
        assertThat(server.writes().subList(writes, server.writes().size()))
                .allSatisfy(write -> assertThat(write.getUpdatesCount()).isLessThanOrEqualTo(2));
    }

    @Test
    void otherTablesAreLeftAloneUnlessTheyAreInTheScope() {
        TableEntry flood = TableEntry.in("vlan_flood").exact("meta.vid", 5).action("flood", a -> a.set("group", 1));
        client.insert(flood);

        client.reconcile(stations(0, 1));
        assertThat(server.entities()).hasSize(2);

        client.reconcile(stations(0, 1), List.of(TableEntry.all("vlan_flood")));
        assertThat(server.entities()).hasSize(1);
    }

    @Test
    void countersAndWhatIsNotCanonicalAreNoDifference() {
        client.insert(Programs.station(1));
        Entity entity = server.entities().get(0);
        FieldMatch.Builder vlan = entity.getTableEntry().getMatch(0).toBuilder();
        vlan.getExactBuilder().setValue(ByteString.copyFrom(new byte[] {0, 0, 1}));
        Entity odd = entity.toBuilder()
                .setTableEntry(entity.getTableEntry().toBuilder()
                        .setMatch(0, vlan)
                        .setCounterData(CounterData.newBuilder().setPacketCount(77)))
                .build();
        client.delete(Programs.station(1));
        server.put(odd);

        assertThat(client.reconcile(stations(1, 2)).unchanged()).isEqualTo(1);
    }

    @Test
    void aDefaultIsSetWhereItDiffers() {
        TableEntry drop = TableEntry.defaultOf("dmac").action("drop");

        assertThat(client.reconcile(List.of(drop)).count(Change.Kind.MODIFY)).isEqualTo(1);
        assertThat(client.reconcile(List.of(drop)).unchanged()).isEqualTo(1);
    }

    @Test
    void entriesThatTheProgramFixesAreLeftAlone() {
        client.insert(Programs.station(1));
        Entity fixed = server.entities().get(0);
        server.put(fixed.toBuilder()
                .setTableEntry(fixed.getTableEntry().toBuilder().setIsConst(true))
                .build());

        assertThat(client.reconcile(List.of(), List.of(TableEntry.all("dmac")))
                        .changes()
                        .size())
                .isZero();
    }

    @Test
    void referencesAreKept() {
        client.pipeline().verifyAndCommit(Programs.routing());
        ActionProfileMember one = member(1);
        ActionProfileMember two = member(2);
        ActionProfileGroup group = ActionProfileGroup.of("ecmp", 9);
        TableEntry route = TableEntry.in("route_v4")
                .exact("vrf", 1)
                .lpm("dst", "10.0.0.0/8")
                .group(9);
        client.reconcile(List.of(route, group.member(1), one));

        client.reconcile(List.of(route, group.member(2), two));

        assertThat(client.readAll(List.of(ActionProfileMember.all("ecmp")))).hasSize(1);
        List<String> last = new ArrayList<>();
        server.writes()
                .subList(server.writes().size() - 3, server.writes().size())
                .forEach(write -> last.add(write.getUpdates(0).getType() + " "
                        + write.getUpdates(0).getEntity().getEntityCase()));
        assertThat(last)
                .containsExactly(
                        "INSERT ACTION_PROFILE_MEMBER", "MODIFY ACTION_PROFILE_GROUP", "DELETE ACTION_PROFILE_MEMBER");
    }

    private List<String> writesSince(int before) {
        List<String> order = new ArrayList<>();
        server.writes()
                .subList(before, server.writes().size())
                .forEach(write -> order.add(write.getUpdates(0).getType() + " x" + write.getUpdatesCount()));
        return order;
    }

    @Test
    void whatIsNewComesBeforeWhatIsOldGoes() {
        client.reconcile(stations(0, 100));
        int before = server.writes().size();

        client.reconcile(stations(50, 150));

        assertThat(writesSince(before)).containsExactly("INSERT x50", "DELETE x50");
    }

    @Test
    void whatIsOldGoesFirstWhereBothWouldNotFit() {
        int size = (int) Programs.switching().info().table("dmac").size();
        client.reconcile(stations(0, size));
        int before = server.writes().size();

        ReconcileResult result = client.reconcile(stations(50, size + 50));

        assertThat(writesSince(before)).containsExactly("DELETE x50", "INSERT x50");
        assertThat(result.changes().applied()).isEqualTo(100);
        assertThat(result.count(Change.Kind.DELETE)).isEqualTo(50);
        assertThat(result.unchanged()).isEqualTo(size - 50);
    }

    private static ActionProfileMember member(int id) {
        return ActionProfileMember.of("ecmp", id)
                .action("set_nexthop", a -> a.set("port", id).set("smac", 1).set("dmac", 2));
    }

    @Test
    void aChangeThatFailsIsThrown() {
        server.nextWrite(Scripts.updateErrors(StatusCode.RESOURCE_EXHAUSTED));

        assertThatThrownBy(() -> client.reconcile(stations(0, 1)))
                .isInstanceOf(WriteException.class)
                .hasMessageContaining("RESOURCE_EXHAUSTED");
    }

    @Test
    void aReadThatFailsChangesNothing() {
        server.nextRead(Scripts.refuse(StatusCode.INTERNAL, "cannot read"));

        assertThatThrownBy(() -> client.reconcile(stations(0, 1))).hasMessageContaining("cannot read");
        assertThat(server.entities()).isEmpty();
    }

    @Test
    void whatIsKeptIsPutBackAfterALoss() {
        List<P4Entity> wanted = new ArrayList<>(stations(0, 5));
        wanted.add(MulticastGroup.of(4).replica(1).replica(2));
        client.keep(wanted, List.of());
        SessionEvents events = new SessionEvents(client);
        server.forget();
        server.stream().end(StatusCode.UNAVAILABLE, "restart");

        events.await(SessionEvent.Ready.class);
        assertThat(events.of(SessionEvent.Restored.class))
                .containsExactly(new SessionEvent.Restored("pipeline"), new SessionEvent.Restored("entities"));
        assertThat(server.entities()).hasSize(6);
    }

    @Test
    void whatIsForgottenIsNotPutBack() {
        client.keep(stations(0, 5), List.of());
        client.forget();
        SessionEvents events = new SessionEvents(client);
        server.forget();
        server.stream().end(StatusCode.UNAVAILABLE, "restart");

        events.await(SessionEvent.Ready.class);
        assertThat(server.entities()).isEmpty();
    }

    @Test
    void aBackupThatIsPreparedBringsItsStateWhenItTakesOver() {
        server.forget();
        P4RuntimeClient first = P4RuntimeClient.connect(server.target(), c -> c.electionId(20));
        try (P4RuntimeClient backup =
                P4RuntimeClient.connect(server.target(), c -> c.electionId(2).takeOver())) {
            backup.pipeline().prepare(Programs.switching());
            backup.prepare(stations(0, 3), List.of());

            first.close();

            backup.session().awaitPrimary(Duration.ofSeconds(20));
            assertThat(server.entities()).hasSize(3);
            assertThat(server.pipeline()).isEqualTo(Programs.switching().toProto());
        }
    }
}
