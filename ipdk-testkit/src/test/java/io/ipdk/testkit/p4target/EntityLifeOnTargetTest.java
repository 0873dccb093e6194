package io.ipdk.testkit.p4target;

import static io.ipdk.p4runtime.value.P4Value.ipv4;
import static io.ipdk.p4runtime.value.P4Value.mac;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.ActionProfileGroup;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.CloneSession;
import io.ipdk.p4runtime.entity.CounterEntry;
import io.ipdk.p4runtime.entity.DigestConfig;
import io.ipdk.p4runtime.entity.DirectCounterEntry;
import io.ipdk.p4runtime.entity.DirectMeterEntry;
import io.ipdk.p4runtime.entity.MeterConfig;
import io.ipdk.p4runtime.entity.MeterEntry;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.RegisterEntry;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.entity.ValueSet;
import io.ipdk.p4runtime.read.ReadCursor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is written is read back, on any target: here the one of this process, and bmv2 where it was asked for. */
class EntityLifeOnTargetTest {
    /** Inserts the first, changes it to the second and deletes it, and reads after each. */
    private static void assertLives(P4RuntimeClient client, P4Entity first, P4Entity second) {
        client.insert(first);
        assertRead(client, first);
        client.modify(second);
        assertRead(client, second);
        client.delete(second);
        assertThat(read(client, first.key())).isEmpty();
    }

    private static void assertModified(P4RuntimeClient client, P4Entity wanted) {
        client.modify(wanted);
        assertRead(client, wanted);
    }

    private static void assertRead(P4RuntimeClient client, P4Entity wanted) {
        P4Entity normal = client.pipeline().names().entities().normalize(wanted);

        assertThat(read(client, wanted.key())).containsExactly(normal);
    }

    private static List<P4Entity> read(P4RuntimeClient client, P4Entity filter) {
        try (ReadCursor<P4Entity> found = client.readAll(List.of(filter))) {
            return found.toList();
        }
    }

    @Nested
    @ClassTemplate
    class Acl {
        @RegisterExtension
        static final Targets TARGETS = Targets.running(SamplePrograms.load("acl_meter"));

        private static final TableEntry RULE = TableEntry.in("acl")
                .ternary("src", "10.1.0.0/16")
                .optional("proto", 17)
                .range("dport", 1_000, 2_000)
                .priority(10);
        private static final TableEntry CUSTOMER =
                TableEntry.in("police").exact("src", ipv4("10.1.0.1")).action("customer", a -> a.set("id", 5));

        @Test
        void entriesWithPrioritiesAreReadAsWritten(P4RuntimeClient client) {
            assertLives(client, RULE.action("deny"), RULE.action("mirror", a -> a.set("rule", 7)));
        }

        @Test
        void directCountersAreReadAsWritten(P4RuntimeClient client) {
            client.insert(RULE.action("deny"));

            assertModified(client, DirectCounterEntry.of(RULE).data(1_000, 10));
        }

        @Test
        void directMetersAreReadAsWritten(P4RuntimeClient client) {
            client.insert(CUSTOMER);

            assertModified(client, DirectMeterEntry.of(CUSTOMER).config(MeterConfig.twoRate(1, 2, 3, 4)));
        }

        @Test
        void cellsOfCountersAreReadAsWritten(P4RuntimeClient client) {
            assertModified(client, CounterEntry.at("verdicts", 3).data(0, 77));
        }

        @Test
        void cellsOfMetersAreReadAsWritten(P4RuntimeClient client) {
            assertModified(client, MeterEntry.at("port_meter", 3).config(MeterConfig.twoRate(1, 2, 3, 4)));
        }

        @Test
        @DepartsOnBmv2(Bmv2Departure.NO_WILDCARD_CELLS)
        void allCellsAreWrittenAtOnce(P4RuntimeClient client) {
            client.modify(CounterEntry.all("verdicts").data(0, 5));

            assertThat(read(client, CounterEntry.all("verdicts")))
                    .hasSize(6)
                    .contains(CounterEntry.at("verdicts", 4).data(0, 5));
        }

        @Test
        void cloneSessionsAreReadAsWritten(P4RuntimeClient client) {
            assertLives(
                    client,
                    CloneSession.of(5).replica(7, 1),
                    CloneSession.of(5).replica(7, 1).replica(8, 2).truncatedTo(64));
        }

        @Test
        @DepartsOnBmv2(Bmv2Departure.NO_CLASS_OF_SERVICE)
        void cloneSessionsKeepTheirClassOfService(P4RuntimeClient client) {
            assertLives(
                    client,
                    CloneSession.of(5).replica(7, 1).classOfService(1),
                    CloneSession.of(5).replica(7, 1).classOfService(2));
        }
    }

    @Nested
    @ClassTemplate
    class Router {
        @RegisterExtension
        static final Targets TARGETS = Targets.running(SamplePrograms.load("l3_router"));

        private static final ActionProfileMember MEMBER = ActionProfileMember.of("ecmp", 1);
        private static final TableEntry ROUTE =
                TableEntry.in("route_v4").exact("vrf", 1).lpm("dst", "10.0.0.0/8");

        @Test
        void entriesWithPrefixesAreReadAsWritten(P4RuntimeClient client) {
            TableEntry route = TableEntry.in("route_v6").exact("vrf", 1).lpm("dst", "2001:db8::/32");

            assertLives(client, route.action("route_drop"), route.action("route_punt"));
        }

        @Test
        void membersAreReadAsWritten(P4RuntimeClient client) {
            assertLives(client, MEMBER.action("route_drop", a -> a), MEMBER.action("route_punt", a -> a));
        }

        @Test
        void groupsAreReadAsWrittenAndSoAreEntriesThatNameThem(P4RuntimeClient client) {
            ActionProfileMember other = ActionProfileMember.of("ecmp", 2).action("route_drop", a -> a);
            ActionProfileGroup group = ActionProfileGroup.of("ecmp", 5).maxSize(8);
            client.insert(MEMBER.action("route_punt", a -> a), other);

            assertLives(client, group.member(1), group.member(1).member(2, 3));
            client.insert(group.member(1));
            assertLives(client, ROUTE.group(5), ROUTE.member(2));
        }

        @Test
        void oneShotSetsAreReadAsWritten(P4RuntimeClient client) {
            assertLives(
                    client,
                    ROUTE.oneShot(s -> s.add("route_drop", 1, a -> a)),
                    ROUTE.oneShot(s -> s.add("route_drop", 1, a -> a).add("route_punt", 2, a -> a)));
        }
    }

    @Nested
    @ClassTemplate
    class Switch {
        @RegisterExtension
        static final Targets TARGETS = Targets.running(SamplePrograms.load("l2_switch"));

        private static final TableEntry STATION = TableEntry.in("smac")
                .exact("meta.vid", 1)
                .exact("hdr.eth.src", mac("02:00:00:00:00:0a"))
                .action("station", a -> a.set("port", 4));

        @Test
        void entriesKeepTheirIdleTimeoutAndMetadata(P4RuntimeClient client) {
            assertLives(
                    client,
                    STATION.idleTimeout(Duration.ofSeconds(10)),
                    STATION.idleTimeout(Duration.ofSeconds(20)).metadata(SamplePrograms.bytes("ours")));
        }

        @Test
        void defaultEntriesAreSetAndReset(P4RuntimeClient client) {
            TableEntry other = TableEntry.defaultOf("dmac").action("flood", a -> a.set("group", 1));
            assertModified(client, other);

            client.modify(TableEntry.defaultOf("dmac"));
            assertRead(client, TableEntry.defaultOf("dmac").action("drop"));
        }

        @Test
        void multicastGroupsAreReadAsWritten(P4RuntimeClient client) {
            assertLives(
                    client,
                    MulticastGroup.of(9).replica(1, 1).replica(2, 1),
                    MulticastGroup.of(9).replica(2, 1).replica(3, 7));
        }

        @Test
        @DepartsOnBmv2(Bmv2Departure.REPORTS_1_3)
        void multicastGroupsKeepTheirMetadata(P4RuntimeClient client) {
            MulticastGroup group = MulticastGroup.of(9).replica(1, 1);

            assertLives(client, group, group.metadata(SamplePrograms.bytes("flood")));
        }

        @Test
        void digestsAreReadAsWritten(P4RuntimeClient client) {
            DigestConfig config = DigestConfig.of("mac_learn_t").maxListSize(9).ackTimeout(Duration.ofSeconds(1));

            assertLives(client, config, config.maxTimeout(Duration.ofSeconds(2)));
        }
    }

    @Nested
    @ClassTemplate
    class Nat {
        @RegisterExtension
        static final Targets TARGETS = Targets.running(SamplePrograms.load("nat_conntrack"));

        @Test
        @DepartsOnBmv2(Bmv2Departure.NO_REGISTERS)
        void registersAreReadAsWritten(P4RuntimeClient client) {
            assertModified(client, RegisterEntry.at("slot_port", 7).data(5_353));
        }
    }

    @Nested
    @ClassTemplate
    class Parser {
        @RegisterExtension
        static final Targets TARGETS = Targets.running(SamplePrograms.load("parser_probe"));

        @Test
        @DepartsOnBmv2(Bmv2Departure.NO_VALUE_SETS)
        void valueSetsAreReadAsWritten(P4RuntimeClient client) {
            assertModified(client, ValueSet.of("tag_ports").value(4_000).value(4_001));
        }
    }
}
