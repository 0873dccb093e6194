package io.ipdk.examples.p4switch;

import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.device.P4Device;
import io.ipdk.p4target.pcap.PcapReader;
import io.ipdk.p4target.pcap.PcapReplay;
import io.ipdk.p4target.server.P4RuntimeServer;
import io.ipdk.p4target.server.P4RuntimeServerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A switch that runs: a device, its ports and its P4Runtime server. Thread-safe. */
final class RunningSwitch implements AutoCloseable {
    private final Logger log = LoggerFactory.getLogger(RunningSwitch.class);
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final PacketLog packets;
    private final PortTable ports;
    private final P4Device device;
    private @Nullable P4RuntimeServer server;

    private RunningSwitch(SwitchSetup setup) {
        packets = new PacketLog(setup.dumped());
        ports = own(new PortTable(packets));
        device = new P4Device(setup.options(), TargetClock.system(), ports);
    }

    /** Starts a switch: once this returns it serves P4Runtime, has its program and forwards packets. */
    static RunningSwitch start(SwitchSetup setup) {
        RunningSwitch running = new RunningSwitch(setup);
        try {
            running.open(setup);
            return running;
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    private void open(SwitchSetup setup) {
        Duration delay = setup.fileDelay();
        List<SocketPort> sockets = delay == null ? openSockets(setup.ports(), setup.captures()) : List.of();
        PcapReplay files = delay == null ? null : openFiles(setup.ports());
        P4RuntimeServerSpec.Builder spec = P4RuntimeServerSpec.builder().device(setup.deviceId(), device);
        setup.server().accept(spec);
        ProgramFiles program = setup.program();
        if (program != null) {
            spec.program(setup.deviceId(), program.readInfo(), program.readJson());
        }
        LinkWatch links = own(new LinkWatch(device, sockets, ports));
        links.start();
        server = own(P4RuntimeServer.start(spec.build()));
        if (files != null && delay != null) {
            own(new FileFeed(files, delay, device.newWorker(ports), packets)).start();
        } else if (!sockets.isEmpty()) {
            own(new PacketLoop(sockets, device.newWorker(ports), packets)).start();
        }
        log.info("serving device {} on {}", Long.toUnsignedString(setup.deviceId()), address());
    }

    private List<SocketPort> openSockets(List<PortSpec> specs, @Nullable Path directory) {
        List<SocketPort> sockets = new ArrayList<>();
        for (PortSpec spec : specs) {
            SocketPort port = new SocketPort(spec, directory == null ? null : captures(spec, directory));
            ports.add(spec, port);
            sockets.add(port);
        }
        return sockets;
    }

    private static SocketPort.Captures captures(PortSpec spec, Path directory) {
        return new SocketPort.Captures(
                CaptureFile.create(directory.resolve(spec.fileName() + "_in.pcap")),
                CaptureFile.create(directory.resolve(spec.fileName() + "_out.pcap")));
    }

    private PcapReplay openFiles(List<PortSpec> specs) {
        PcapReplay replay = own(PcapReplay.of(java.util.Map.of()));
        for (PortSpec spec : specs) {
            Path in = Path.of(spec.name() + "_in.pcap");
            if (Files.exists(in)) {
                replay.add(spec.number(), PcapReader.open(in));
            } else {
                log.warn("port {} gets no packets: there is no {}", spec, in);
            }
            ports.add(spec, new FilePort(CaptureFile.create(Path.of(spec.name() + "_out.pcap"))));
        }
        return replay;
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }

    /** Where P4Runtime is served. */
    String address() {
        return server == null ? "" : server.address();
    }

    P4Device device() {
        return device;
    }

    /** Waits until the switch is closed. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            parts.forEach(this::close);
            ended.countDown();
        }
    }

    private void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("stopping: {}", e.toString());
        }
    }
}
