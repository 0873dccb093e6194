package io.ipdk.examples.p4switch;

import io.ipdk.p4target.device.P4Device;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks ten times a second which interfaces are up and tells the device, and keeps capture files current. Thread-safe. */
final class LinkWatch implements AutoCloseable {
    private static final long PERIOD_MILLIS = 100;

    private final Logger log = LoggerFactory.getLogger(LinkWatch.class);
    private final P4Device device;
    private final List<SocketPort> sockets;
    private final PortTable ports;
    private final BitSet down = new BitSet();
    private @Nullable ScheduledFuture<?> looks;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "links");
        thread.setDaemon(true);
        return thread;
    });

    LinkWatch(P4Device device, List<SocketPort> sockets, PortTable ports) {
        this.device = device;
        this.sockets = List.copyOf(sockets);
        this.ports = ports;
    }

    /** Looks once at once, and then again and again. */
    void start() {
        look();
        looks = rounds.scheduleWithFixedDelay(this::round, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void round() {
        try {
            look();
            ports.flush();
        } catch (RuntimeException e) {
            log.warn("a look at the ports failed; the next comes", e);
        }
    }

    private void look() {
        for (SocketPort port : sockets) {
            int number = port.spec().number();
            boolean up = port.socket().isUp();
            if (up == down.get(number)) {
                down.set(number, !up);
                device.setPort(number, up);
                log.info("port {} is {}", port.spec(), up ? "up" : "down");
            }
        }
    }

    @Override
    public void close() {
        if (looks != null) {
            looks.cancel(false);
        }
        rounds.shutdownNow();
    }
}
