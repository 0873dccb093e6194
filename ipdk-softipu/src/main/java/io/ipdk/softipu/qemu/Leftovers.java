package io.ipdk.softipu.qemu;

import io.ipdk.error.HostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Removes what belongs to a device that is not in QEMU any more: first the network back end, then the character device.
 *
 * <p>Thread-safe.
 */
final class Leftovers {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Qemu qemu;
    private final DeviceNames names;

    Leftovers(Qemu qemu, DeviceNames names) {
        this.qemu = qemu;
        this.names = names;
    }

    /**
     * Removes what is there; what is not there is fine. QEMU lets go of a character device a little after the device
     * that used it, so that is tried again for a while.
     */
    void remove(String id) {
        removeNetdev(id);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!removeChardev(id)) {
            if (System.nanoTime() > deadline) {
                throw new HostException(
                        "QEMU does not let go of the socket of " + id + ": " + names.chardev(id) + " is still in use",
                        "repeat the unplug",
                        true);
            }
            pause();
        }
    }

    private void removeNetdev(String id) {
        try {
            qemu.removeNetdev(names.netdev(id));
        } catch (QmpException e) {
            if (e.kind() != QmpErrorKind.NOT_FOUND) {
                throw e;
            }
        }
    }

    private boolean removeChardev(String id) {
        try {
            qemu.removeChardev(names.chardev(id));
            return true;
        } catch (QmpException e) {
            if (e.kind() == QmpErrorKind.BUSY) {
                return false;
            }
            if (e.kind() != QmpErrorKind.NOT_FOUND) {
                throw e;
            }
            return true;
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException("interrupted while QEMU lets go of a device", "repeat the call", true, e);
        }
    }
}
