package io.ipdk.examples.p4;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.testkit.p4target.P4TargetExtension;
import io.ipdk.testkit.p4target.P4TestTarget;
import io.ipdk.testkit.p4target.PortPacket;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands on targets that run a program, over TCP. */
class P4CommandsOnTargetTest {
    private static final String VIA = "set_nexthop smac=02:ee:00:00:00:01 dmac=02:aa:00:00:00:01 port=";

    /** The programs of the conformance suite, which the test kit carries. */
    private static P4TargetExtension running(String program) {
        return P4TargetExtension.running(
                        P4Program.of(P4Info.parse(resource(program + ".p4info.txtpb")), resource(program + ".json")))
                .serving(settings -> settings.port(0));
    }

    private static byte[] resource(String file) {
        String path = "/io/ipdk/testkit/p4runtime/conformance/" + file;
        try (InputStream stream = P4TestTarget.class.getResourceAsStream(path)) {
            return Objects.requireNonNull(stream, path).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The extension's client pushed the program, and leaves the place of the primary to the commands. */
    private static Typed typed(P4TestTarget target, P4RuntimeClient client) {
        client.close();
        return new Typed(target.server().address());
    }

    @Nested
    class Routes {
        @RegisterExtension
        static final P4TargetExtension TARGET = running("l3_router");

        private Typed p4;

        @BeforeEach
        void connect(P4TestTarget target, P4RuntimeClient client) {
            p4 = typed(target, client);
        }

        @Test
        void membersAreWrittenAndListed() {
            assertThat(p4.run("member insert ecmp 1 " + VIA + "7")).isEqualTo("inserted\n");
            assertThat(p4.run("member insert ecmp 2 route_drop")).isEqualTo("inserted\n");
            assertThat(p4.run("member modify ecmp 1 " + VIA + "8")).isEqualTo("modified\n");

            assertThat(p4.run("member list ecmp 1 -o json")).isEqualTo("""
                            [{"profile":"ecmp","member":1,"action":{"set_nexthop":\
                            {"port":8,"smac":"02:ee:00:00:00:01","dmac":"02:aa:00:00:00:01"}}}]
                            """);
            assertThat(p4.run("member list ecmp")).contains("route_drop()", "set_nexthop(port=8");
            assertThat(p4.run("member delete ecmp 2")).isEqualTo("deleted\n");
            assertThat(p4.run("member list ecmp")).doesNotContain("route_drop");
            assertThat(p4.fail("member delete ecmp 2")).contains("NOT_FOUND");
        }

        @Test
        void groupsAreWrittenAndListedAsTheyWereTyped() {
            p4.run("member insert ecmp 1 " + VIA + "7");
            p4.run("member insert ecmp 2 " + VIA + "8");
            assertThat(p4.run("group insert ecmp 5 1 2*3@8")).isEqualTo("inserted\n");
            assertThat(p4.run("insert route_v4 vrf=1 dst=10.0.0.0/8 --group 5")).isEqualTo("inserted\n");

            assertThat(p4.run("group list ecmp -o json"))
                    .isEqualTo("[{\"profile\":\"ecmp\",\"group\":5,\"members\":[\"1\",\"2*3@8\"]}]\n");
            assertThat(p4.run("list route_v4")).contains("vrf=1 dst=10.0.0.0/8", "group=5");
            assertThat(p4.fail("group delete ecmp 5")).contains("FAILED_PRECONDITION");
            assertThat(p4.run("delete route_v4 vrf=1 dst=10.0.0.0/8")).isEqualTo("deleted\n");
            assertThat(p4.run("group delete ecmp 5")).isEqualTo("deleted\n");
            assertThat(p4.run("group list ecmp")).isEqualTo("no groups\n");
        }

        @Test
        void severalActionsAreAOneShotSet() {
            assertThat(p4.run(
                            "insert route_v4 vrf=1 dst=10.0.0.0/8 set_nexthop*2@7 smac=0x1 dmac=0x2 port=7 route_drop"))
                    .isEqualTo("inserted\n");

            assertThat(p4.run("list route_v4 -o json")).isEqualTo("""
                            [{"match":{"vrf":1,"dst":"10.0.0.0/8"},"action":[\
                            {"set_nexthop":{"port":7,"smac":"00:00:00:00:00:01","dmac":"00:00:00:00:00:02"},\
                            "weight":2,"watch":7},{"route_drop":{},"weight":1}]}]
                            """);
            assertThat(p4.run("list route_v4")).contains("weight=2 watch=7, route_drop() weight=1");
        }

        @Test
        void whatIsNoNumberIsAnsweredWithWhatIs() {
            assertThat(p4.fail("group insert ecmp 5 1*many")).contains("'many'", "a whole number");
            assertThat(p4.fail("multicast insert 5 1#-2")).contains("'-2'", "a whole number");
        }
    }

    @Nested
    class Meters {
        @RegisterExtension
        static final P4TargetExtension TARGET = running("acl_meter");

        private Typed p4;

        @BeforeEach
        void connect(P4TestTarget target, P4RuntimeClient client) {
            p4 = typed(target, client);
        }

        @Test
        void metersAreSetReadAndReset() {
            assertThat(p4.run("meter port_meter 3 1000 100 2000 200")).isEqualTo("modified\n");
            assertThat(p4.run("meter port_meter 4 1000 100")).isEqualTo("modified\n");

            assertThat(p4.run("meter port_meter")).isEqualTo("""
                            meter       index   cir  cburst   pir  pburst
                            ──────────  ─────  ────  ──────  ────  ──────
                            port_meter      3  1000     100  2000     200
                            port_meter      4  1000     100  1000     100
                            """);
            assertThat(p4.run("meter port_meter 5 -o json")).isEqualTo("[{\"meter\":\"port_meter\",\"index\":5}]\n");
        }

        @Test
        void countersAreSetAndRead() {
            assertThat(p4.run("counter verdicts")).isEqualTo("no cells\n");
            assertThat(p4.run("counter verdicts 2 5000000000")).isEqualTo("modified\n");

            assertThat(p4.run("counter verdicts -o json"))
                    .isEqualTo("[{\"counter\":\"verdicts\",\"index\":2,\"packets\":5000000000,\"bytes\":0}]\n");
            assertThat(p4.run("counter verdicts --all").lines()).hasSize(2 + 6);
            assertThat(p4.fail("counter verdicts 6 1")).contains("verdicts", "6");
        }

        @Test
        void directCountersAndMetersAreListedWithTheirEntries() {
            p4.run("insert acl in_port=1 --priority 7 deny");

            assertThat(p4.run("list acl --counters -o json")).isEqualTo("""
                            [{"match":{"in_port":1},"priority":7,"action":{"deny":{}},"packets":0,"bytes":0}]
                            """);
            assertThat(p4.run("list acl --default")).contains("default", "unmatched()");
            p4.run("insert police src=10.0.0.1 customer id=3");
            assertThat(p4.run("list police --meters -o json"))
                    .isEqualTo("[{\"match\":{\"src\":\"10.0.0.1\"},\"action\":{\"customer\":{\"id\":3}}}]\n");
        }

        @Test
        void copiesOfPacketsAreWrittenAndListedAsTheyWereTyped() {
            assertThat(p4.run("multicast insert 1 1 2#5 3#1|4#2")).isEqualTo("inserted\n");
            assertThat(p4.run("multicast modify 1 2#5 3#1|4#2|5#3")).isEqualTo("modified\n");
            assertThat(p4.run("clone insert 5 7 8#2")).isEqualTo("inserted\n");

            assertThat(p4.run("multicast list 1 -o json"))
                    .isEqualTo("[{\"multicast\":1,\"ports\":[\"2#5\",\"3#1|4#2|5#3\"]}]\n");
            assertThat(p4.run("clone list -o json")).isEqualTo("[{\"clone\":5,\"ports\":[\"7\",\"8#2\"]}]\n");
            assertThat(p4.run("clone delete 5")).isEqualTo("deleted\n");
            assertThat(p4.run("clone list")).isEqualTo("no clone sessions\n");
            assertThat(p4.fail("multicast insert 0 1")).contains("error: ");
        }

        @Test
        void anErrorKeepsItsPlaceInOutputForPrograms() {
            assertThat(p4.fail("list nowhere -o json")).startsWith("error: no table is called 'nowhere'");
        }
    }

    @Nested
    class Registers {
        @RegisterExtension
        static final P4TargetExtension TARGET = running("nat_conntrack");

        @Test
        void registersAreSetAndRead(P4TestTarget target, P4RuntimeClient client) {
            Typed p4 = typed(target, client);
            assertThat(p4.run("register slot_addr 7 10.1.0.5")).isEqualTo("modified\n");
            assertThat(p4.run("register slot_port 7 5353")).isEqualTo("modified\n");

            assertThat(p4.run("register slot_addr")).contains("slot_addr      7  0xa010005");
            assertThat(p4.run("register slot_port 7 -o json"))
                    .isEqualTo("[{\"register\":\"slot_port\",\"index\":7,\"data\":5353}]\n");
            assertThat(p4.run("register slot_packets")).isEqualTo("no cells\n");
            assertThat(p4.fail("register slot_port 7 70000")).contains("slot_port", "16 bits");
        }
    }

    @Nested
    class Stations {
        private static final String FRAME = "0200000000ff" + "02000000000a" + "88b5";

        @RegisterExtension
        static final P4TargetExtension TARGET = running("l2_switch");

        private Typed p4;

        @BeforeEach
        void connect(P4TestTarget target, P4RuntimeClient client) {
            p4 = typed(target, client);
        }

        @Test
        void digestsAreWatched(P4TestTarget target) {
            meanwhile(() -> target.inject(4, FRAME), "event=digest");

            assertThat(p4.run("watch digests --count 1 --seconds 20"))
                    .contains("event=digest mac_learn_t(vid=1 mac=0x2000000000a port=4)");
        }

        @Test
        void packetsAreWatchedAsJson(P4TestTarget target) {
            p4.run("insert dmac meta.vid=1 hdr.eth.dst=02:00:00:00:00:ff punt reason=42");
            meanwhile(() -> target.inject(4, FRAME), "\"event\"");

            assertThat(p4.run("watch packets --count 1 --seconds 20 -o json")
                            .lines()
                            .findFirst())
                    .contains("{\"event\":\"packet\",\"in\":{\"ingress_port\":4,\"reason\":42},\"bytes\":14,\"hex\":\""
                            + FRAME + "\"}");
        }

        @Test
        void aPacketIsSentThroughAPort(P4TestTarget target) throws InterruptedException {
            assertThat(p4.run("send " + FRAME + " egress_port=9 bypass=1")).isEqualTo("sent 14 bytes\n");

            assertThat(target.awaitPacketOut()).isEqualTo(PortPacket.of(9, FRAME));
        }

        /** Does it again and again until the command has printed what comes of it: nobody says when it has begun to watch. */
        private void meanwhile(Runnable action, String expected) {
            Thread thread = new Thread(() -> Awaitility.await().until(() -> {
                action.run();
                return p4.printed().contains(expected);
            }));
            thread.setDaemon(true);
            thread.start();
        }
    }
}
