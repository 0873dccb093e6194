package io.ipdk.examples.p4switch;

import io.ipdk.error.IpdkException;
import io.ipdk.nativeaccess.posix.FrameSocket;
import io.ipdk.nativeaccess.posix.Poller;
import io.ipdk.p4target.device.PacketWorker;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The packet thread of ports with sockets: waits for frames and takes them through the target. Thread-safe. */
final class PacketLoop implements AutoCloseable {
    private static final int BURST = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Logger log = LoggerFactory.getLogger(PacketLoop.class);
    private final List<SocketPort> ports;
    private final PacketWorker worker;
    private final PacketLog packets;
    private final Poller poller = Poller.create();
    private final byte[] frame = new byte[FrameSocket.MOST_BYTES];
    private final Thread thread = new Thread(this::run, "packets");
    private volatile boolean closing;

    PacketLoop(List<SocketPort> ports, PacketWorker worker, PacketLog packets) {
        this.ports = List.copyOf(ports);
        this.worker = worker;
        this.packets = packets;
        for (int i = 0; i < ports.size(); i++) {
            poller.add(ports.get(i).socket().fd(), i);
        }
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closing) {
            int ready = poller.await(-1);
            for (int i = 0; i < ready; i++) {
                drain(ports.get((int) poller.token(i)));
            }
        }
    }

    // A burst a turn: a busy port leaves room for the others.
    private void drain(SocketPort port) {
        try {
            for (int i = 0; i < BURST; i++) {
                int length = port.receive(frame);
                if (length == 0) {
                    return;
                }
                packets.process(worker, port.spec().number(), frame, length);
            }
        } catch (IpdkException e) {
            if (!closing) {
                log.error("port {} failed and is given up", port.spec(), e);
                poller.remove(port.socket().fd());
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        poller.wake();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        poller.close();
    }
}
