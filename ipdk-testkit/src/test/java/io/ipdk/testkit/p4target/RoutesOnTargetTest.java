package io.ipdk.testkit.p4target;

import static io.ipdk.p4runtime.value.P4Value.mac;
import static io.ipdk.testkit.p4target.SamplePrograms.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.ActionCall;
import io.ipdk.p4runtime.entity.ActionProfileGroup;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.ActionSet;
import io.ipdk.p4runtime.entity.SelectionMode;
import io.ipdk.p4runtime.entity.SizeSemantics;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.entity.WeightedAction;
import io.ipdk.p4runtime.value.P4Value;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Prefixes, and what an action selector picks: members, groups and one-shot sets, with weights and watched ports. */
class RoutesOnTargetTest {
    @RegisterExtension
    static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("l3_router"));

    private static final TableEntry SUBNET =
            TableEntry.in("route_v4").exact("vrf", 1).lpm("dst", "10.9.0.0/16");
    private static final int FLOWS = 200;

    @BeforeEach
    void takeRoutersPackets(P4RuntimeClient client) {
        client.insert(TableEntry.in("router_mac")
                .exact("dst_mac", Frames.ROUTER)
                .priority(1)
                .action("to_vrf", a -> a.set("vrf", 1)));
    }

    @Test
    void theLongestPrefixWins(P4TestTarget target, P4RuntimeClient client) {
        client.insert(
                SUBNET.oneShot(s -> s.add(via(1, 1))),
                TableEntry.in("route_v4")
                        .exact("vrf", 1)
                        .lpm("dst", "10.9.9.0/24")
                        .oneShot(s -> s.add(via(2, 1))),
                TableEntry.in("route_v4")
                        .exact("vrf", 1)
                        .lpm("dst", "10.9.9.9/32")
                        .oneShot(s -> s.add(via(3, 1))),
                TableEntry.in("route_v4").exact("vrf", 1).oneShot(s -> s.add(via(4, 1))),
                TableEntry.in("route_v4")
                        .exact("vrf", 2)
                        .lpm("dst", "10.9.9.8/30")
                        .oneShot(s -> s.add(via(5, 1))));

        assertThat(target.inject(1, Frames.udp("10.1.0.1", "10.9.1.1", 1, 2)).ports())
                .containsExactly(1);
        assertThat(target.inject(1, Frames.udp("10.1.0.1", "10.9.9.8", 1, 2)).ports())
                .containsExactly(2);
        assertThat(target.inject(1, Frames.udp("10.1.0.1", "10.9.9.9", 1, 2)).ports())
                .containsExactly(3);
        assertThat(target.inject(1, Frames.udp("10.1.0.1", "10.8.9.9", 1, 2)).ports())
                .containsExactly(4);
    }

    @Test
    void wideFieldsHavePrefixesToo(P4RuntimeClient client) {
        TableEntry route = TableEntry.in("route_v6")
                .exact("vrf", 1)
                .lpm("dst", "2001:db8::/32")
                .action("set_nexthop", a -> nextHop(a, 6));
        client.insert(route);

        assertThat(read(client, TableEntry.all("route_v6"))).containsExactly(route);
        assertThat(read(client, TableEntry.in("route_v6").action("route_drop"))).isEmpty();
    }

    @Test
    void membersAreWrittenReadChangedAndDeleted(P4TestTarget target, P4RuntimeClient client) {
        ActionProfileMember one = member(1, 7);
        ActionProfileMember two = member(2, 8);
        client.insert(one, two, SUBNET.member(1));

        assertThat(read(client, ActionProfileMember.all("ecmp"))).containsExactlyInAnyOrder(one, two);
        assertThat(read(client, ActionProfileMember.all())).hasSize(2);
        assertThat(read(client, ActionProfileMember.of("ecmp", 2))).containsExactly(two);
        assertThat(read(client, SUBNET)).containsExactly(SUBNET.member(1));
        assertThat(portOf(target, 1)).isEqualTo(7);

        client.modify(member(1, 9));
        assertThat(portOf(target, 1)).as("the entry follows its member").isEqualTo(9);

        assertThatThrownBy(() -> client.delete(one)).hasMessageContaining("FAILED_PRECONDITION");
        client.delete(SUBNET, one, two);
        assertThat(read(client, ActionProfileMember.all())).isEmpty();
    }

    @Test
    void groupsSpreadFlowsByWeight(P4TestTarget target, P4RuntimeClient client) {
        ActionProfileGroup group =
                ActionProfileGroup.of("ecmp", 5).maxSize(8).member(1, 1).member(2, 3);
        client.insert(member(1, 11), member(2, 12), group, SUBNET.group(5));

        assertThat(read(client, ActionProfileGroup.all("ecmp"))).containsExactly(group);
        assertThat(read(client, ActionProfileGroup.of("ecmp", 6))).isEmpty();
        Map<Integer, Integer> flows = flows(target);
        assertThat(flows.keySet()).containsExactly(11, 12);
        assertThat(flows.get(12)).as("%s", flows).isGreaterThan(flows.get(11));

        client.modify(ActionProfileGroup.of("ecmp", 5).maxSize(8).member(1, 1));
        assertThat(flows(target)).containsOnly(Map.entry(11, FLOWS));

        assertThatThrownBy(() -> client.delete(group)).hasMessageContaining("FAILED_PRECONDITION");
        client.delete(SUBNET, group);
        assertThat(read(client, ActionProfileGroup.all())).isEmpty();
    }

    @Test
    void aGroupLeavesOutMembersWhosePortIsDown(P4TestTarget target, P4RuntimeClient client) {
        ActionProfileGroup group = ActionProfileGroup.of("ecmp", 5)
                .maxSize(8)
                .member(1, 1, P4Value.of(11))
                .member(2, 1, P4Value.of(12));
        client.insert(member(1, 11), member(2, 12), group, SUBNET.group(5));
        assertThat(read(client, ActionProfileGroup.all())).containsExactly(group);

        target.setPort(12, false);
        assertThat(flows(target)).containsOnly(Map.entry(11, FLOWS));

        target.setPort(12, true);
        assertThat(flows(target)).containsOnlyKeys(11, 12);
    }

    @Test
    void oneShotSetsSpreadFlowsByWeight(P4TestTarget target, P4RuntimeClient client) {
        TableEntry route = SUBNET.oneShot(s -> s.add(via(21, 1)).add(via(22, 3)).add(via(21, 1)));
        client.insert(route);

        assertThat(read(client, SUBNET)).as("equal actions stay apart").containsExactly(route);
        assertThat(read(client, ActionProfileMember.all()))
                .as("no members come of it")
                .isEmpty();
        assertThat(flows(target)).containsOnlyKeys(21, 22);

        client.modify(SUBNET.oneShot(s -> s.add(via(23, 1))));
        assertThat(flows(target)).containsOnly(Map.entry(23, FLOWS));

        client.delete(SUBNET);
        assertThat(flows(target)).isEmpty();
    }

    @Test
    void aOneShotSetLeavesOutActionsWhosePortIsDown(P4TestTarget target, P4RuntimeClient client) {
        TableEntry route = SUBNET.oneShot(
                s -> s.add(via(21, 1).watching(21)).add(via(22, 1).watching(22)));
        client.insert(route);
        assertThat(read(client, SUBNET)).containsExactly(route);
        assertThat(flows(target)).containsOnlyKeys(21, 22);

        target.setPort(21, false);
        assertThat(flows(target)).containsOnly(Map.entry(22, FLOWS));
        target.setPort(22, false);
        assertThat(flows(target)).as("NoAction, as an empty set").containsOnly(Map.entry(0, FLOWS));
        target.setPort(21, true);
        assertThat(flows(target)).containsOnly(Map.entry(21, FLOWS));
    }

    @Test
    void theSelectionModeAndTheSizeSemanticsAreKept(P4RuntimeClient client) {
        TableEntry byHash = SUBNET.action(ActionSet.of(via(21, 1), via(22, 1))
                .selectedBy(SelectionMode.HASH)
                .sizedBy(SizeSemantics.SUM_OF_WEIGHTS));
        client.insert(byHash);

        assertThat(read(client, SUBNET)).containsExactly(byHash);
    }

    @Test
    void modesAndSemanticsThatTheSelectorDoesNotHaveAreRefused(P4RuntimeClient client) {
        ActionSet set = ActionSet.of(via(21, 1), via(22, 1));

        assertThatThrownBy(() -> client.insert(SUBNET.action(set.selectedBy(SelectionMode.RANDOM))))
                .hasMessageContaining("UNIMPLEMENTED");
        assertThatThrownBy(() -> client.insert(SUBNET.action(set.sizedBy(SizeSemantics.SUM_OF_MEMBERS))))
                .hasMessageContaining("UNIMPLEMENTED");
    }

    @Test
    void idsAndOneShotsAreNotMixed(P4RuntimeClient client) {
        client.insert(member(1, 7), SUBNET.member(1));

        assertThatThrownBy(() ->
                        client.insert(TableEntry.in("route_v4").exact("vrf", 2).oneShot(s -> s.add(via(21, 1)))))
                .hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() ->
                        client.insert(TableEntry.in("route_v4").exact("vrf", 2).member(99)))
                .hasMessageContaining("NOT_FOUND");
    }

    private static ActionProfileMember member(long id, int port) {
        return ActionProfileMember.of("ecmp", id).action("set_nexthop", a -> nextHop(a, port));
    }

    private static WeightedAction via(int port, int weight) {
        return WeightedAction.of(nextHop(ActionCall.of("set_nexthop"), port), weight);
    }

    private static ActionCall nextHop(ActionCall call, int port) {
        return call.set("port", port).set("smac", mac(Frames.ROUTER)).set("dmac", mac(Frames.HOST));
    }

    private static int portOf(P4TestTarget target, int sourcePort) {
        PacketOutcome outcome = target.inject(1, Frames.udp("10.1.0.1", "10.9.0.1", sourcePort, 80));
        assertThat(outcome.ports()).as(outcome.trace().text()).hasSize(1);
        return outcome.ports().get(0);
    }

    /** How many flows left through each port. */
    private static Map<Integer, Integer> flows(P4TestTarget target) {
        Map<Integer, Integer> ports = new TreeMap<>();
        for (int flow = 0; flow < FLOWS; flow++) {
            target.inject(1, Frames.udp("10.1.0.1", "10.9.0.1", 1_000 + flow, 80))
                    .ports()
                    .forEach(port -> ports.merge(port, 1, Integer::sum));
        }
        return ports;
    }
}
