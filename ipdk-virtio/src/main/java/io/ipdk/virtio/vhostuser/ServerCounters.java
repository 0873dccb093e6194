package io.ipdk.virtio.vhostuser;

import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.vhostuser.message.ProtocolViolation;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Counts what happens on a server's socket, and warns in the log of what should not happen. Thread-safe. */
final class ServerCounters {
    private static final Logger LOG = LoggerFactory.getLogger(VhostUserServer.class);

    private static final long QUIET_NANOS = 10_000_000_000L;

    private final String name;
    private final Map<ProtocolViolation, Long> violations = new EnumMap<>(ProtocolViolation.class);
    private final Map<DisconnectCause, Long> disconnects = new EnumMap<>(DisconnectCause.class);
    private boolean connected;
    private long connections;
    private long refused;
    private long messages;
    private int unsealedRegions;
    private String lastDisconnect = "";
    private long quietUntil = System.nanoTime();

    /**
     * @param name what the log calls the server
     */
    ServerCounters(String name) {
        this.name = name;
    }

    synchronized void connected() {
        connected = true;
        connections++;
        LOG.debug("{}: front end connected", name);
    }

    synchronized void refused() {
        refused++;
        LOG.debug("{}: second front end turned away, one is connected", name);
    }

    synchronized void message() {
        messages++;
    }

    synchronized void violation(ProtocolViolation rule) {
        violations.merge(rule, 1L, Long::sum);
    }

    synchronized void unsealedRegions(int count) {
        unsealedRegions = count;
    }

    synchronized void disconnected(Ending ending) {
        connected = false;
        disconnects.merge(ending.cause(), 1L, Long::sum);
        lastDisconnect = ending.cause() + ": " + ending.reason();
        LOG.atLevel(level(ending.cause())).log("{}: front end gone, {}", name, lastDisconnect);
    }

    // A front end that connects to misbehave again and again must not fill the log.
    private Level level(DisconnectCause cause) {
        if (cause == DisconnectCause.FRONTEND_CLOSED || cause == DisconnectCause.SERVER_CLOSED) {
            return Level.DEBUG;
        }
        long now = System.nanoTime();
        if (now - quietUntil < 0) {
            return Level.DEBUG;
        }
        quietUntil = now + QUIET_NANOS;
        return Level.WARN;
    }

    void deviceFailure(RuntimeException failure) {
        LOG.error("{}: the device failed at a request of the front end", name, failure);
    }

    void socketFailure(Throwable failure) {
        LOG.error("{}: the socket failed", name, failure);
    }

    synchronized VhostUserServerInfo snapshot() {
        return new VhostUserServerInfo(
                connected, connections, refused, messages, violations, disconnects, unsealedRegions, lastDisconnect);
    }
}
