package io.ipdk.examples.p4switch;

import static io.ipdk.p4runtime.value.P4Value.mac;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.examples.edge.ForwardAction;
import io.ipdk.examples.edge.NeighborsTable;
import io.ipdk.examples.edge.PacketInHeader;
import io.ipdk.examples.edge.PacketOutHeader;
import io.ipdk.examples.edge.RoutesTable;
import io.ipdk.examples.edge.ToNextHopAction;
import io.ipdk.nativeaccess.posix.FrameSocket;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.channel.TlsSpec;
import io.ipdk.p4target.pcap.PcapPacket;
import io.ipdk.p4target.pcap.PcapReader;
import io.ipdk.p4target.pcap.PcapWriter;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchCommandTest {
    private static final Path ROOT = Path.of(System.getProperty("ipdk.root", ".."));
    private static final String GATEWAY = ROOT.resolve(
                    "ipdk-examples/src/main/resources/p4/edge_gateway/edge_gateway.json")
            .toString();
    private static final Path TLS = ROOT.resolve("ipdk-p4target/src/test/resources/tls");
    private static final String STACKS = ROOT.resolve(
                    "ipdk-p4target/src/test/resources/p4-corpus/stack_ops/stack_ops.json")
            .toString();

    /** UDP from 10.1.0.5 on port 1 to 10.2.0.9. */
    private static final byte[] ROUTED = HexFormat.of()
            .parseHex("02ee0000000102aa0000000108004500002300010000401166b90a010005"
                    + "0a02000903e807d0000f22d87061796c6f6164");

    /** What stack_ops sends back where it came from. */
    private static final byte[] RETURNED = HexFormat.of().parseHex("0000000000810064e101e10254");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    @Test
    void packetsCrossBetweenProcessesAndTheController() throws Exception {
        byte[] buffer = new byte[FrameSocket.MOST_BYTES];
        try (FrameSocket one = FrameSocket.unix(directory.resolve("h1"), directory.resolve("p1"));
                FrameSocket two = FrameSocket.unix(directory.resolve("h2"), directory.resolve("p2"));
                RunningSwitch running = start("-i", port(1), "-i", port(2), "--pcap=" + directory, GATEWAY);
                P4RuntimeClient client = P4RuntimeClient.connect(running.address(), c -> c.electionId(1))) {
            client.pipeline().adopt();
            client.insert(
                    RoutesTable.entry()
                            .dst("10.2.0.0/16")
                            .action(ToNextHopAction.call().nextHop(2))
                            .build(),
                    NeighborsTable.entry()
                            .nextHop(2)
                            .action(ForwardAction.call()
                                    .port(2)
                                    .src(mac("02:ee:00:00:00:02"))
                                    .dst(mac("02:aa:00:00:00:02")))
                            .build());
            CompletableFuture<PacketInHeader> punted = new CompletableFuture<>();
            client.packets().onPacket(packet -> punted.complete(PacketInHeader.of(packet)));

            assertThat(one.send(ROUTED, 0, ROUTED.length)).isTrue();
            await().until(() -> two.receive(buffer) == ROUTED.length);
            assertThat(HexFormat.of().formatHex(buffer, 0, 12)).isEqualTo("02aa0000000202ee00000002");

            byte[] arp = Arrays.copyOf(ROUTED, 60);
            arp[12] = (byte) 0x88;
            assertThat(one.send(arp, 0, arp.length)).isTrue();
            assertThat(punted.get(10, TimeUnit.SECONDS).ingressPort().asInt()).isOne();

            client.packets().send(PacketOutHeader.packet(arp).egressPort(1).build());
            await().until(() -> one.receive(buffer) == arp.length);
        }
        assertThat(directory.resolve("p1")).doesNotExist();
        assertThat(packets("p1_in.pcap")).isEqualTo(2);
        assertThat(packets("p1_out.pcap")).isEqualTo(1);
        assertThat(packets("p2_in.pcap")).isZero();
        assertThat(packets("p2_out.pcap")).isEqualTo(1);
    }

    @Test
    void packetsComeFromFilesAndGoToFiles() {
        try (PcapWriter in = PcapWriter.create(directory.resolve("x1_in.pcap"))) {
            in.write(0, RETURNED, 0, RETURNED.length);
            in.write(1, RETURNED, 0, RETURNED.length);
        }
        String port = "1@" + directory.resolve("x1");
        try (RunningSwitch running =
                start("--use-files", "0", "-i", port, "-i", "2@" + directory.resolve("x2"), STACKS)) {
            // Written while the switch still runs.
            await().ignoreExceptions().until(() -> packets("x1_out.pcap") == 2);
            assertThat(running.address()).isNotEmpty();
        }
        try (PcapReader result = PcapReader.open(directory.resolve("x1_out.pcap"))) {
            assertThat(result.next().map(PcapPacket::bytes)).contains(RETURNED);
        }
        assertThat(packets("x2_out.pcap")).isZero();
    }

    @Test
    void controllersNeedACertificateWhereOneIsAskedFor() {
        try (RunningSwitch running = start(
                "--grpc-server-ssl",
                "--grpc-server-cert=" + TLS.resolve("server.pem"),
                "--grpc-server-key=" + TLS.resolve("server.key"),
                "--grpc-server-cacert=" + TLS.resolve("ca.pem"),
                "--grpc-server-with-client-auth",
                STACKS)) {
            TlsSpec known = TlsSpec.trusting(TLS.resolve("ca.pem"));
            TlsSpec presented = known.identity(TLS.resolve("client.pem"), TLS.resolve("client.key"));
            try (P4RuntimeClient client = P4RuntimeClient.connect(
                    running.address(), c -> c.electionId(1).tls(presented))) {
                assertThat(client.pipeline().cookie()).isNotNull();
                assertThat(client.pipeline().adopt().tables()).isEmpty();
            }
        }
    }

    @Test
    void aFullDiskEndsACaptureAndNotTheTraffic() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}
        };
        CaptureFile file = new CaptureFile(PcapWriter.of(
                new BufferedOutputStream(full, 100) {
                    @Override
                    public synchronized void flush() {
                        // The header stays here until more comes.
                    }
                },
                "full.pcap"));
        byte[] frame = new byte[200];
        file.write(frame, 0, frame.length);
        file.write(frame, 0, frame.length);
        file.flush();
        file.close();

        assertThat(file.hasFailed()).isTrue();
    }

    @Test
    void theProgramMayStandBehindPcapWithoutADirectory() {
        try (RunningSwitch running = start("--pcap", STACKS)) {
            assertThat(running.device()
                            .newWorker((port, bytes, offset, length) -> {})
                            .process(1, RETURNED, 0, RETURNED.length))
                    .isTrue();
        }
    }

    @Test
    void optionsThatNobodyKnowsAreNamed() {
        assertThat(run("--colour")).isEqualTo(2);
        assertThat(text()).isEqualTo("error: Unknown option: '--colour'; see --help\n");
    }

    @Test
    void optionsWhoseEffectWouldBeMissedAreRefused() {
        assertThat(run("--priority-queues", "8")).isEqualTo(2);
        assertThat(text()).contains("--priority-queues is not supported");
    }

    @Test
    void optionsWithoutAnEffectAreTakenWithAWarning() {
        try (RunningSwitch running = start("--thrift-port", "9090", "--", "--cpu-port", "255", "--enable-swap")) {
            assertThat(text()).contains("warning: --thrift-port has no effect", "warning: --enable-swap has no effect");
            assertThat(running.device().cpuPort()).isEqualTo(255);
        }
    }

    @Test
    void whatCannotBeDoneIsSaidInALine() throws Exception {
        assertThat(run("--cpu-port", "0")).isOne();
        assertThat(run("-i", "eth0")).isOne();
        assertThat(run("-i", port(1), "-i", port(1))).isOne();
        assertThat(run("--grpc-server-addr", "nowhere")).isOne();
        assertThat(run("--grpc-server-ssl")).isOne();
        assertThat(run("--grpc-server-cert", "cert.pem")).isOne();
        assertThat(run("--no-p4", STACKS)).isOne();
        assertThat(run(directory.resolve("none.json").toString())).isOne();
        assertThat(run(Files.writeString(directory.resolve("odd.json"), "{}").toString(), "--p4info", STACKS))
                .isOne();
        assertThat(text().lines()).hasSize(9).allMatch(line -> line.startsWith("error: "));
    }

    private RunningSwitch start(String... arguments) {
        return SwitchCommand.start(out, withAddress(arguments));
    }

    private int run(String... arguments) {
        return SwitchCommand.run(out, arguments);
    }

    private static String[] withAddress(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--grpc-server-addr";
        all[arguments.length + 1] = "127.0.0.1:0";
        return all;
    }

    private String port(int number) {
        return number + "@unix:" + directory.resolve("p" + number) + "," + directory.resolve("h" + number);
    }

    private long packets(String name) {
        try (PcapReader reader = PcapReader.open(directory.resolve(name))) {
            while (reader.next().isPresent()) {
                // Counted by the reader.
            }
            return reader.packets();
        }
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
