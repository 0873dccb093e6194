package io.ipdk.testkit.p4target;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.P4RuntimeSpec;
import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.PipelineLoader;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.dataplane.PacketTrace;
import io.ipdk.p4target.device.P4Device;
import io.ipdk.p4target.device.PacketWorker;
import io.ipdk.p4target.server.P4RuntimeServer;
import io.ipdk.p4target.server.P4RuntimeServerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A P4 target for one test: a device that forwards packets, a P4Runtime server in front of it, and a clock that stands still
 * until the test moves it.
 *
 * <pre>{@code
 * try (P4TestTarget target = P4TestTarget.start()) {
 *     P4RuntimeClient client = target.connect(c -> c.electionId(1));
 *     client.pipeline().verifyAndCommit(program);
 *     client.insert(route);
 *     assertThat(target.inject(1, frame).ports()).containsExactly(2);
 * }
 * }</pre>
 *
 * <p>Thread-safe. {@link #close} closes the clients made here, too.
 */
public final class P4TestTarget implements AutoCloseable {
    /** The id under which the server knows the device. */
    public static final long DEVICE_ID = 1;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final VirtualClock clock = new VirtualClock();
    private final BlockingQueue<PortPacket> controllersPackets = new LinkedBlockingQueue<>();
    private final List<PortPacket> sent = new ArrayList<>();
    private final List<P4RuntimeClient> clients = new ArrayList<>();
    private final P4Device device;
    private final PacketWorker worker;
    private final P4RuntimeServerSpec spec;
    private final String inProcessName;
    private P4RuntimeServer server;

    P4TestTarget(PipelineOptions options, UnaryOperator<P4RuntimeServerSpec.Builder> settings, PipelineLoader loader) {
        inProcessName = "p4-target-" + UUID.randomUUID();
        device = new P4Device(
                options,
                clock,
                (port, bytes, offset, length) -> controllersPackets.add(packet(port, bytes, offset, length)),
                loader);
        worker = device.newWorker((port, bytes, offset, length) -> sent.add(packet(port, bytes, offset, length)));
        spec = settings.apply(P4RuntimeServerSpec.builder()
                        .device(DEVICE_ID, device)
                        .inProcess(inProcessName)
                        .clock(clock::nanoTime))
                .build();
        server = P4RuntimeServer.start(spec);
    }

    /** A target without a program, with CPU port 510 and drop port 511, for clients of this process. */
    public static P4TestTarget start() {
        return start(PipelineOptions.defaults());
    }

    /** As the other, with other ports, with translations, or with externs. */
    public static P4TestTarget start(PipelineOptions options) {
        return start(options, settings -> settings);
    }

    /** As the other, with a server that listens on TCP too, speaks TLS, or has other limits. */
    public static P4TestTarget start(PipelineOptions options, UnaryOperator<P4RuntimeServerSpec.Builder> settings) {
        return new P4TestTarget(options, settings, P4Pipeline::load);
    }

    /** Where clients of this process connect to. */
    public String address() {
        return "inprocess:" + inProcessName;
    }

    /** The server, for its TCP port and its counters; another one after {@link #restartServer}. */
    public synchronized P4RuntimeServer server() {
        return server;
    }

    /** The device, for ports that go up and down and for packet threads of the test's own. */
    public P4Device device() {
        return device;
    }

    /** The device's time. */
    public VirtualClock clock() {
        return clock;
    }

    /** A controller, as the steps say; primary if it has the highest election id so far. */
    public P4RuntimeClient connect(Consumer<? super P4RuntimeSpec.Builder> steps) {
        P4RuntimeClient client = P4RuntimeClient.connect(address(), c -> {
            c.deviceId(DEVICE_ID);
            steps.accept(c);
        });
        synchronized (clients) {
            clients.add(client);
        }
        return client;
    }

    /** Lets a packet in at a port; everything that becomes of it has happened when this returns. */
    public synchronized PacketOutcome inject(int port, byte[] packet) {
        sent.clear();
        List<PacketTrace> traces = new ArrayList<>();
        if (!worker.process(port, packet, 0, packet.length, traces::add)) {
            throw new IllegalStateException("the target has no program yet: push one first");
        }
        return new PacketOutcome(sent, traces.get(0));
    }

    /** As the other, with bytes of two hexadecimal digits each. */
    public PacketOutcome inject(int port, String hex) {
        return inject(port, PortPacket.of(port, hex).bytes().toByteArray());
    }

    /**
     * Waits for the next packet that left because a controller sent one: packet-outs are on their way when their sender goes on.
     *
     * @throws AssertionError if none leaves within 20 seconds
     */
    public PortPacket awaitPacketOut() throws InterruptedException {
        PortPacket packet = controllersPackets.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (packet == null) {
            throw new AssertionError("no packet of a controller left within " + PATIENCE);
        }
        return packet;
    }

    /** Moves the time on, and sends the digests and the idle notices that are due then. */
    public void advance(Duration time) {
        clock.move(time);
        device.tick();
    }

    /** Takes a port of the device down, or up again: watched members and backup replicas follow at once. */
    public void setPort(int port, boolean up) {
        device.setPort(port, up);
    }

    /**
     * Ends the server and starts another one at the same address, which knows nothing of pipeline, entries and election ids;
     * packets meet the old program until a controller pushes one.
     */
    public synchronized void restartServer() {
        server.close();
        server = P4RuntimeServer.start(spec);
    }

    private static PortPacket packet(int port, byte[] bytes, int offset, int length) {
        return new PortPacket(port, ByteString.copyFrom(bytes, offset, length));
    }

    @Override
    public synchronized void close() {
        synchronized (clients) {
            clients.forEach(P4RuntimeClient::close);
            clients.clear();
        }
        server.close();
    }
}
