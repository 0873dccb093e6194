package io.ipdk.testkit.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ipdk.Ipu;
import io.ipdk.error.ClosedException;
import io.ipdk.error.DeadlineExceededException;
import io.ipdk.error.HostException;
import io.ipdk.error.NotFoundException;
import io.ipdk.error.UnsupportedException;
import io.ipdk.event.IpuEvent;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.Replica;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.P4Program;
import io.ipdk.pipeline.PipelineDropCause;
import io.ipdk.pipeline.PipelineInfo;
import io.ipdk.pipeline.PipelineMode;
import io.ipdk.pipeline.PipelinePort;
import io.ipdk.pipeline.PipelineTrace;
import io.ipdk.port.AdminState;
import io.ipdk.port.PortAttachment;
import io.ipdk.port.VirtualPort;
import io.ipdk.testkit.contract.EventRecorder;
import io.ipdk.unit.MacAddress;
import io.ipdk.virtio.net.driver.NetDriverOptions;
import io.ipdk.virtio.net.driver.VirtioNetDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline of the software IPU: pushed by a real controller, met by frames of real drivers. */
@Timeout(120)
class SoftPipelineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofMillis(200);
    private static final Path CORPUS = Path.of("../ipdk-p4target/src/test/resources/p4-corpus");
    private static final MacAddress A = MacAddress.of("52:54:00:00:00:0a");
    private static final MacAddress B = MacAddress.of("52:54:00:00:00:0b");

    @TempDir
    Path directory;

    private static P4Program program(String name) {
        try {
            Path files = CORPUS.resolve(name);
            return P4Program.of(
                    P4Info.parse(Files.readString(files.resolve(name + ".p4info.txtpb"))),
                    Files.readAllBytes(files.resolve(name + ".json")));
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }

    private static P4RuntimeClient controller(Ipu ipu) {
        return P4RuntimeClient.connect(ipu.pipeline().endpoint().target(), c -> c.electionId(1));
    }

    private static TableEntry station(MacAddress mac, int port) {
        return TableEntry.in("dmac")
                .exact("meta.vid", 1)
                .exact("hdr.eth.dst", mac.bits())
                .action("forward", a -> a.set("port", port));
    }

    private static byte[] frame(MacAddress to, MacAddress from, int number) {
        return ByteBuffer.allocate(60)
                .putLong(0, to.bits() << 16)
                .putLong(6, from.bits() << 16)
                .putInt(14, number)
                .array();
    }

    private static VirtioNetDriver drive(VirtualPort port) {
        return VirtioNetDriver.connect(port.info().socket().orElseThrow(), NetDriverOptions.defaults());
    }

    private static void send(VirtioNetDriver from, byte[] frame) {
        assertThat(from.send(0, frame)).isTrue();
        from.flush(0);
    }

    private static byte[] receive(VirtioNetDriver at) {
        assertThat(at.await(0, PATIENCE)).as("a frame arrives").isTrue();
        byte[] buffer = new byte[60];
        assertThat(at.receive(0, buffer)).isEqualTo(60);
        return buffer;
    }

    @Test
    void framesMeetTheProgramThatAControllerPushes() {
        try (Ipu ipu = Ipu.open("soft:")) {
            EventRecorder events = EventRecorder.of(ipu.events());
            VirtualPort a = ipu.ports().plug("a", p -> p.mac(A));
            VirtualPort b = ipu.ports().plug("b", p -> p.mac(B));
            try (VirtioNetDriver hostA = drive(a);
                    VirtioNetDriver hostB = drive(b);
                    P4RuntimeClient controller = controller(ipu)) {
                send(hostA, frame(B, A, 1));
                assertThat(receive(hostB)).as("through the learning switch").isEqualTo(frame(B, A, 1));
                assertThat(ipu.pipeline().info().mode()).isEqualTo(PipelineMode.SWITCH);
                assertThatThrownBy(() -> ipu.pipeline().trace("a", frame(B, A, 1)))
                        .isInstanceOf(UnsupportedException.class);

                CompletableFuture<PipelineInfo> pushed = ipu.pipeline().awaitProgramAsync(PATIENCE);
                controller.pipeline().verifyAndCommit(program("l2_switch"));
                PipelineInfo info = pushed.join();
                assertThat(info.program()).isEqualTo("l2_switch");
                assertThat(info.architecture()).isEqualTo("v1model");
                assertThat(info.version()).isEqualTo(1);
                assertThat(info.cookie()).isEqualTo(program("l2_switch").cookie());
                assertThat(events.awaitUntil(IpuEvent.PipelineChanged.class, PATIENCE))
                        .isNotEmpty();

                send(hostA, frame(B, A, 2));
                assertThat(hostB.await(0, SILENCE)).as("no entry, no way").isFalse();
                controller.insert(station(B, ipu.pipeline().portNumber("b")));
                send(hostA, frame(B, A, 3));
                assertThat(receive(hostB)).isEqualTo(frame(B, A, 3));

                PipelineTrace trace = ipu.pipeline().trace("a", frame(B, A, 4));
                assertThat(trace.ports()).containsExactly(ipu.pipeline().portNumber("b"));
                assertThat(trace.text()).contains("table L2Ingress.dmac: hit", "forward");
                assertThat(trace.json()).startsWith("[{");
                assertThat(hostB.await(0, SILENCE))
                        .as("a traced packet leaves nowhere")
                        .isFalse();
                assertThat(ipu.pipeline().stats().packetsFromPorts()).isEqualTo(2);
                assertThat(ipu.pipeline().stats().packetsToPorts()).isEqualTo(1);
                assertThat(a.stats().framesFromHost()).isEqualTo(3);
                assertThat(b.stats().framesToHost()).isEqualTo(2);
            }
        }
    }

    @Test
    void portsKeepTheirNumbersWhenTheApplicationStartsAgain() {
        String uri = "soft:" + directory;
        try (Ipu ipu = Ipu.open(uri)) {
            ipu.ports().plug("a", p -> p.mac(A));
            ipu.ports().plug("b", p -> p.mac(B));
            ipu.ports().get("a").unplug();
            ipu.ports().plug("c", p -> {});
            assertThat(ipu.pipeline().portNumber("b")).isEqualTo(2);
            assertThat(ipu.pipeline().portNumber("c")).isEqualTo(3);
            assertThatThrownBy(() -> ipu.pipeline().portNumber("a")).isInstanceOf(NotFoundException.class);
        }
        try (Ipu ipu = Ipu.open(uri)) {
            assertThat(ipu.pipeline().ports())
                    .containsExactly(new PipelinePort("b", 2, true, false), new PipelinePort("c", 3, true, false));
            ipu.ports().plug("a", p -> p.mac(A));
            assertThat(ipu.pipeline().portNumber("a")).isEqualTo(1);
            assertThat(ipu.pipeline().info().mode()).as("no program is kept").isEqualTo(PipelineMode.SWITCH);
        }
    }

    @Test
    void thePipelineKnowsWhichPortsAreUp() {
        try (Ipu ipu = Ipu.open("soft:")) {
            VirtualPort a = ipu.ports().plug("a", p -> p.mac(A));
            assertThat(isUp(ipu)).isFalse();
            try (VirtioNetDriver host = drive(a)) {
                await().atMost(PATIENCE).until(() -> isUp(ipu));
                a.update(p -> p.adminState(AdminState.DOWN));
                assertThat(isUp(ipu)).isFalse();
                a.update(p -> p.adminState(AdminState.UP));
                assertThat(isUp(ipu)).isTrue();
                a.update(p -> p.attachment(PortAttachment.APPLICATION));
                assertThat(ipu.pipeline().ports()).containsExactly(new PipelinePort("a", 1, false, false));
                a.update(p -> p.attachment(PortAttachment.SWITCH));
                assertThat(isUp(ipu)).isTrue();
                assertThat(host.isLinkUp()).isTrue();
            }
            await().atMost(PATIENCE).until(() -> !isUp(ipu));
        }
    }

    private static boolean isUp(Ipu ipu) {
        List<PipelinePort> ports = ipu.pipeline().ports();
        assertThat(ports).hasSize(1);
        return ports.get(0).up();
    }

    @Test
    void aReplicaGoesToItsBackupWhileItsPortIsDown() {
        try (Ipu ipu = Ipu.open("soft:")) {
            VirtualPort a = ipu.ports().plug("a", p -> p.mac(A));
            VirtualPort b = ipu.ports().plug("b", p -> p.mac(B));
            VirtualPort c = ipu.ports().plug("c", p -> {});
            try (VirtioNetDriver hostA = drive(a);
                    VirtioNetDriver hostB = drive(b);
                    VirtioNetDriver hostC = drive(c);
                    P4RuntimeClient controller = controller(ipu)) {
                controller.pipeline().verifyAndCommit(program("l2_switch"));
                controller.insert(
                        MulticastGroup.of(1).replica(Replica.to(2, 1).backup(3, 1)),
                        TableEntry.in("vlan_flood").exact("meta.vid", 1).action("flood", f -> f.set("group", 1)));
                await().atMost(PATIENCE)
                        .until(() -> ipu.pipeline().ports().stream().allMatch(PipelinePort::up));
                await().atMost(PATIENCE).until(() -> {
                    send(hostA, frame(B, A, 1));
                    return hostB.await(0, SILENCE);
                });
                receive(hostB);
                b.update(p -> p.adminState(AdminState.DOWN));
                await().atMost(PATIENCE).until(() -> {
                    send(hostA, frame(B, A, 2));
                    return hostC.await(0, SILENCE);
                });
            }
        }
    }

    @Test
    void aProgramIsSwappedUnderTraffic() throws InterruptedException {
        try (Ipu ipu = Ipu.open("soft:")) {
            VirtualPort a = ipu.ports().plug("a", p -> p.mac(A));
            VirtualPort b = ipu.ports().plug("b", p -> p.mac(B));
            try (VirtioNetDriver hostA = drive(a);
                    VirtioNetDriver hostB = drive(b);
                    P4RuntimeClient controller = controller(ipu)) {
                AtomicBoolean running = new AtomicBoolean(true);
                Thread sender = new Thread(() -> {
                    for (int i = 0; running.get(); i++) {
                        hostA.send(0, frame(B, A, i));
                        hostA.flush(0);
                        Thread.onSpinWait();
                    }
                });
                sender.start();
                try {
                    for (int i = 0; i < 5; i++) {
                        controller.pipeline().verifyAndCommit(program(i % 2 == 0 ? "l2_switch" : "edge_gateway"));
                        if (i % 2 == 0) {
                            controller.insert(station(B, 2));
                            drain(hostB);
                            receive(hostB);
                        }
                    }
                } finally {
                    running.set(false);
                    sender.join();
                }
                assertThat(ipu.pipeline().info().version()).isEqualTo(5);
                assertThat(ipu.pipeline().stats().drops()).doesNotContainKey(PipelineDropCause.TARGET_FAULT);
            }
        }
    }

    private static void drain(VirtioNetDriver driver) {
        byte[] buffer = new byte[60];
        for (int i = 0; i < 1000 && driver.receive(0, buffer) >= 0; i++) {
            // What came before.
        }
    }

    @Test
    void theServerListensWhereItWasTold() {
        try (Ipu ipu = Ipu.open("soft:?p4runtime=127.0.0.1:0&p4runtime.device=7")) {
            String address = ipu.pipeline().endpoint().address().orElseThrow();
            assertThat(ipu.pipeline().endpoint().deviceId()).isEqualTo(7);
            assertThatThrownBy(() -> Ipu.open("soft:?p4runtime=" + address))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining(address);
            try (P4RuntimeClient controller =
                    P4RuntimeClient.connect(address, c -> c.deviceId(7).electionId(1))) {
                controller.pipeline().verifyAndCommit(program("l2_switch"));
                assertThat(ipu.pipeline().awaitProgram(PATIENCE).isProgrammed()).isTrue();
            }
        }
        try (Ipu ipu = Ipu.open("soft:?p4runtime=inprocess")) {
            assertThat(ipu.pipeline().endpoint().address()).isEmpty();
            assertThat(ipu.pipeline().endpoint().target()).startsWith("inprocess:");
        }
    }

    @Test
    void whoWaitsForAProgramIsToldWhenTheIpuCloses() {
        Ipu ipu = Ipu.open("soft:");
        assertThatThrownBy(() -> ipu.pipeline().awaitProgram(Duration.ofMillis(1)))
                .isInstanceOf(DeadlineExceededException.class);
        CompletableFuture<PipelineInfo> waiting = ipu.pipeline().awaitProgramAsync(PATIENCE);
        ipu.close();
        assertThat(waiting).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(ClosedException.class);
        assertThatThrownBy(ipu::pipeline).isInstanceOf(ClosedException.class);
    }
}
