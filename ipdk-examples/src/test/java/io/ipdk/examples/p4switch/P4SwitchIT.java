package io.ipdk.examples.p4switch;

import static io.ipdk.p4runtime.value.P4Value.ipv4;
import static io.ipdk.p4runtime.value.P4Value.mac;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.examples.edge.ArpReplyAction;
import io.ipdk.examples.edge.ArpResponderTable;
import io.ipdk.examples.edge.ForwardAction;
import io.ipdk.examples.edge.NeighborsTable;
import io.ipdk.examples.edge.RoutesTable;
import io.ipdk.examples.edge.ToNextHopAction;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.p4target.pcap.PcapReader;
import io.ipdk.p4target.pcap.PcapWriter;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The switch as other programs meet it: a process, its signals, its files, and real network stacks at its ports. */
class P4SwitchIT {
    private static final Path ROOT =
            Path.of(System.getProperty("ipdk.root", "..")).toAbsolutePath();
    private static final Path GATEWAY = ROOT.resolve("ipdk-examples/src/main/resources/p4/edge_gateway");
    private static final Path STACKS = ROOT.resolve("ipdk-p4target/src/test/resources/p4-corpus/stack_ops");
    private static final byte[] RETURNED = HexFormat.of().parseHex("0000000000810064e101e10254");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void runsOnCaptureFilesAsAnyUserAndStopsWhenTold() throws Exception {
        try (PcapWriter in = PcapWriter.create(directory.resolve("p1_in.pcap"))) {
            in.write(0, RETURNED, 0, RETURNED.length);
        }
        // Paths are seen from the directory it was started in.
        try (SwitchProcess running = SwitchProcess.start(
                directory, "--use-files", "0", "-i", "1@p1", "--log-console", STACKS.resolve("stack_ops.json") + "")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(running.printed())
                            .contains("packet of 13 bytes on port 1", "sent 13 bytes to port 1"));

            assertThat(running.stop()).isTrue();
        }
        try (PcapReader out = PcapReader.open(directory.resolve("p1_out.pcap"))) {
            assertThat(out.next().orElseThrow().bytes()).isEqualTo(RETURNED);
            assertThat(out.next()).isEmpty();
        }
    }

    @Test
    @RequiresPeer({Peer.ROOT, Peer.BUSYBOX})
    void twoHostsReachEachOtherThroughAProgramThatAControllerPushes() throws Exception {
        try (Namespaces hosts = new Namespaces();
                SwitchProcess running = SwitchProcess.start(
                        directory,
                        "--no-p4",
                        "--log-console",
                        "-L",
                        "info",
                        "-i",
                        "1@" + hosts.port(1),
                        "-i",
                        "2@" + hosts.port(2));
                P4RuntimeClient client = P4RuntimeClient.connect(running.address(), c -> c.electionId(1))) {
            client.pipeline()
                    .verifyAndCommit(P4Program.load(
                            GATEWAY.resolve("edge_gateway.p4info.txtpb"), GATEWAY.resolve("edge_gateway.json")));
            connect(client, 1);
            connect(client, 2);

            assertThat(output(hosts.busybox(1, "ping", "-c", "3", "-i", "0.2", "-W", "10", "10.2.0.5")))
                    .contains("3 packets received")
                    .contains("ttl=63");
            // The sender leaves checksums to a card that is none.
            assertThat(transferred(hosts)).isEqualTo("over TCP\n");

            hosts.setLink(2, false);
            await().atMost(PATIENCE).until(() -> running.printed().contains("port 2@" + hosts.port(2) + " is down"));
            hosts.setLink(2, true);
            await().atMost(PATIENCE).until(() -> running.printed().contains("port 2@" + hosts.port(2) + " is up"));
        }
    }

    private static void connect(P4RuntimeClient client, int host) {
        client.insert(
                ArpResponderTable.entry()
                        .address(ipv4("10." + host + ".0.1"))
                        .action(ArpReplyAction.call().mac(mac("02:ee:00:00:00:0" + host)))
                        .build(),
                RoutesTable.entry()
                        .dst("10." + host + ".0.0/16")
                        .action(ToNextHopAction.call().nextHop(host))
                        .build(),
                NeighborsTable.entry()
                        .nextHop(host)
                        .action(ForwardAction.call()
                                .port(host)
                                .src(mac("02:ee:00:00:00:0" + host))
                                .dst(mac("02:aa:00:00:00:0" + host)))
                        .build());
    }

    private static String transferred(Namespaces hosts) throws Exception {
        Process server = hosts.busybox(2, "nc", "-l", "-p", "7000");
        await().atMost(PATIENCE).until(() -> {
            Process client = hosts.busybox(1, "nc", "-w", "5", "10.2.0.5", "7000");
            try (OutputStream text = client.getOutputStream()) {
                text.write("over TCP\n".getBytes(StandardCharsets.UTF_8));
            }
            // Refused until the server listens.
            return client.waitFor() == 0;
        });
        return output(server);
    }

    private static String output(Process process) throws Exception {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
