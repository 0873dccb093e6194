package io.ipdk.softipu.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.error.HostException;
import io.ipdk.error.NotFoundException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The link of a port as the guest sees it. QEMU moves it by itself: down when the back end goes, up when it has come back,
 * whatever was asked for before.
 *
 * <p>Thread-safe.
 */
final class PortLink {

    /** QEMU tries once a second to connect. */
    private static final Duration RECONNECT = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(50);

    private final Qemu qemu;
    private final DeviceNames names;

    PortLink(Qemu qemu, DeviceNames names) {
        this.qemu = qemu;
        this.names = names;
    }

    /**
     * Sets the link. Without a back end up is left to QEMU, which would start the device with nobody behind it, and down is
     * set once the back end is there, if it comes soon.
     */
    void set(String id, boolean up) {
        boolean connected = isConnected(id);
        if (up && !connected) {
            return;
        }
        if (!connected) {
            awaitReturn(id);
        }
        setNow(id, up);
    }

    private void setNow(String id, boolean up) {
        try {
            qemu.setLink(names.device(id), up);
        } catch (QmpException e) {
            if (e.kind() == QmpErrorKind.NOT_FOUND) {
                throw new NotFoundException("the host has no network device of " + id, "plug the port", e);
            }
            throw e;
        }
    }

    private boolean isConnected(String id) {
        return qemu.find("/chardevs/" + names.chardev(id), "connected")
                .map(JsonNode::asBoolean)
                .orElseThrow(() -> new NotFoundException("the host has no device of " + id, "plug the port"));
    }

    private void awaitReturn(String id) {
        long deadline = System.nanoTime() + RECONNECT.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new HostException("interrupted while setting the link of " + id, "set it again", true, e);
            }
            if (isConnected(id)) {
                return;
            }
        }
    }
}
