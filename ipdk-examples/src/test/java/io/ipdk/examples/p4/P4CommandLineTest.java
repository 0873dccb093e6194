package io.ipdk.examples.p4;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.ipdk.testkit.p4runtime.ScriptedP4Runtime;
import io.ipdk.testkit.p4runtime.ScriptedP4RuntimeServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p4.v1.PacketIn;
import org.p4.v1.PacketMetadata;

/** What people type and what they get, word by word, against a target of the test kit with the demo's pipeline. */
@ExtendWith(ScriptedP4Runtime.class)
class P4CommandLineTest {
    private static final Path ROOT = Path.of(System.getProperty("ipdk.root", ".."));
    private static final Path PROGRAM = ROOT.resolve("ipdk-examples/src/main/resources/p4/edge_gateway");
    private static final String ROUTE = "insert routes dst=10.0.1.0/24 to_next_hop next_hop=7";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private ScriptedP4RuntimeServer server;

    @BeforeEach
    void pushThePipeline(ScriptedP4RuntimeServer ownServer) {
        server = ownServer;
        assertThat(p4("push", PROGRAM + "/edge_gateway.p4info.txtpb", PROGRAM + "/edge_gateway.json"))
                .isZero();
        assertThat(printed()).startsWith("commit: ok, 4 tables, cookie 0x");
    }

    @Test
    void entriesAreListedAsTheyWereTyped() {
        assertThat(run(ROUTE)).isEqualTo("inserted\n");
        assertThat(run("insert acl src=10.0.0.0/8 dst_port=80..443 protocol=6 deny --priority 10"))
                .isEqualTo("inserted\n");

        assertThat(run("list")).isEqualTo("""
                        table   match                                                 action                   priority
                        ──────  ────────────────────────────────────────────────────  ───────────────────────  ────────
                        routes  dst=10.0.1.0/24                                       to_next_hop(next_hop=7)
                        acl     src=10.0.0.0&&&255.0.0.0 protocol=6 dst_port=80..443  deny()                         10
                        """);
    }

    @Test
    void outputForProgramsIsJson() {
        run(ROUTE);

        assertThat(run("-o json list routes")).isEqualTo("""
                        [{"match":{"dst":"10.0.1.0/24"},"action":{"to_next_hop":{"next_hop":7}}}]
                        """);
        assertThat(run("list acl --output json")).isEqualTo("[]\n");
    }

    @Test
    void entriesAreModifiedAndDeleted() {
        run(ROUTE);

        assertThat(run("modify routes dst=10.0.1.0/24 drop")).isEqualTo("modified\n");
        assertThat(run("list routes")).contains("dst=10.0.1.0/24  drop()");
        assertThat(run("delete routes dst=10.0.1.0/24")).isEqualTo("deleted\n");
        assertThat(run("list routes")).isEqualTo("no entries\n");
    }

    @Test
    void tablesAreShownWithKeyAndActions() {
        assertThat(run("show acl")).isEqualTo("""
                        part     name         holds
                        ───────  ───────────  ───────────────
                        key      in_port      optional bit<9>
                        key      src          ternary bit<32>
                        key      dst          ternary bit<32>
                        key      protocol     optional bit<8>
                        key      dst_port     range bit<16>
                        action   permit
                        action   deny
                        counter  acl_counter  direct
                        """);
    }

    @Test
    void theWholePipelineIsShown() {
        assertThat(run("show")).contains("table    arp_responder  address:exact", "packet   packet_out");
        assertThat(run("show counters")).contains("port_in", "512 cells").doesNotContain("arp_responder");
    }

    @Test
    void anUnknownNameIsAnsweredWithNearOnes() {
        assertThat(p4("insert", "routs", "dst=10.0.1.0/24", "drop")).isOne();
        assertThat(printed()).isEqualTo("error: no table is called 'routs'; near it: GwIngress.routes\n");
    }

    @Test
    void aValueTooLargeIsAnsweredWithTheRange() {
        assertThat(p4("insert", "routes", "dst=10.0.1.0/24", "to_next_hop", "next_hop=70000"))
                .isOne();
        assertThat(printed()).contains("next_hop", "allowed: 0 to 0xffff (16 bits)");
        assertThat(server.writes()).isEmpty();
    }

    @Test
    void whatTheTargetRefusesIsToldWithItsReason() {
        run(ROUTE);

        assertThat(p4(ROUTE.split(" "))).isOne();
        assertThat(printed()).contains("error: 1 of 1 update did not take effect", "REFUSED (ALREADY_EXISTS)");
    }

    @Test
    void checkingSendsNothing() {
        assertThat(run(ROUTE + " --check"))
                .isEqualTo("ok: table=routes match(dst=10.0.1.0/24) action(to_next_hop(next_hop=7))\n");
        assertThat(server.writes()).isEmpty();
    }

    @Test
    void countersAreSetAndRead() {
        assertThat(run("counter port_in 3 10 1000")).isEqualTo("modified\n");
        assertThat(run("counter port_in")).isEqualTo("""
                        counter  index  packets  bytes
                        ───────  ─────  ───────  ─────
                        port_in      3       10   1000
                        """);
    }

    @Test
    void copiesOfPacketsAreListed() {
        assertThat(run("multicast insert 1 1 2#5 3|4")).isEqualTo("inserted\n");
        assertThat(run("clone insert 5 510")).isEqualTo("inserted\n");

        assertThat(run("multicast list -o json")).isEqualTo("[{\"multicast\":1,\"ports\":[\"1\",\"2#5\",\"3|4\"]}]\n");
        assertThat(run("clone list")).contains("    5    510");
        assertThat(run("multicast delete 1")).isEqualTo("deleted\n");
        assertThat(run("multicast list")).isEqualTo("no multicast groups\n");
    }

    @Test
    void aPacketIsSentWithItsMetadata() {
        assertThat(run("send 01:02 egress_port=4")).isEqualTo("sent 2 bytes\n");

        Awaitility.await()
                .untilAsserted(() -> assertThat(server.streams())
                        .flatExtracting(stream -> stream.received())
                        .anySatisfy(message -> assertThat(message.getPacket().getPayload())
                                .isEqualTo(ByteString.copyFrom(new byte[] {1, 2}))));
    }

    @Test
    void packetsAreWatchedUntilEnoughHaveCome() {
        Thread sender = new Thread(() -> Awaitility.await().until(() -> {
            server.stream().send(packet());
            return printed.toString(StandardCharsets.UTF_8).contains("event=packet");
        }));
        sender.start();

        assertThat(p4("watch", "packets", "--count", "1", "--seconds", "20")).isZero();
        assertThat(printed()).contains("event=packet in(ingress_port=9) bytes=2 hex=ab01");
    }

    private static PacketIn packet() {
        return PacketIn.newBuilder()
                .setPayload(ByteString.copyFrom(new byte[] {(byte) 0xab, 1}))
                .addMetadata(PacketMetadata.newBuilder().setMetadataId(1).setValue(ByteString.copyFrom(new byte[] {9})))
                .build();
    }

    @Test
    void theStatusNamesThePrimaryAndTheCookie() {
        assertThat(run("status")).contains("primary", "1.5.0", "0x");
        assertThat(run("--read-only status")).contains("backup", "unset");
    }

    @Test
    void aTargetThatIsNotThereIsAnErrorAndNotATrace() {
        printed.reset();
        int exitCode = commandLine().run("--target", "inprocess:nobody", "status");

        assertThat(exitCode).isOne();
        assertThat(printed()).startsWith("error: ").doesNotContain("\tat ");
    }

    @Test
    void whatCannotBeUnderstoodEndsWithTwo() {
        assertThat(p4("inzert")).isEqualTo(2);
        assertThat(printed()).contains("insert");
    }

    private String run(String words) {
        assertThat(p4(words.split(" "))).as(words).isZero();
        return printed();
    }

    private int p4(String... words) {
        printed.reset();
        return commandLine()
                .run(Stream.concat(Stream.of("--target", server.target()), Stream.of(words))
                        .toArray(String[]::new));
    }

    private P4CommandLine commandLine() {
        return new P4CommandLine(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
