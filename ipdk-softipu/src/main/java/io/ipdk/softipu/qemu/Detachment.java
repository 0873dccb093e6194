package io.ipdk.softipu.qemu;

import io.ipdk.device.UnplugOutcome;
import io.ipdk.error.HostException;
import java.time.Duration;

/**
 * Takes one device out: asks QEMU, which asks the guest, waits for the guest's word, then removes what belonged to the
 * device. Everything is read from QEMU, so a second attempt goes on where the first one ended.
 *
 * <p>Confined to one thread (the one that detaches).
 */
final class Detachment {

    /**
     * When a guest that has not answered is asked once more. QEMU 7.2 refuses a second request within 5 s, and the
     * guest's own waiting time after a request is 5 s, in which a second one would take the first one back.
     */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(7);

    /** How often QEMU is looked at, should an event be missed. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Qemu qemu;
    private final DeviceNames names;
    private final UnplugWatch watch;
    private final String id;

    Detachment(Qemu qemu, DeviceNames names, UnplugWatch watch, String id) {
        this.qemu = qemu;
        this.names = names;
        this.watch = watch;
        this.id = id;
    }

    UnplugOutcome graceful(Duration timeout) {
        long start = System.nanoTime();
        long askAt = start;
        while (isThere()) {
            long now = System.nanoTime();
            if (now - start >= timeout.toNanos()) {
                return UnplugOutcome.TIMED_OUT;
            }
            if (now - askAt >= 0) {
                ask();
                askAt = now + ASK_AGAIN.toNanos();
            }
            long wait = Math.min(LOOK.toNanos(), timeout.toNanos() - (now - start));
            if (await(wait) == UnplugWatch.Word.REFUSED) {
                watch.forget(id);
                return UnplugOutcome.REFUSED_BY_HOST;
            }
        }
        watch.forget(id);
        new Leftovers(qemu, names).remove(id);
        return UnplugOutcome.ACKNOWLEDGED;
    }

    /**
     * QEMU has no way to pull a PCIe device without its guest. The nearest to it is to ask, to take a port's link down and
     * not to wait. The network back end stays until the guest has let go: QEMU 7.2 ends with a segmentation fault when a
     * vhost-user one is deleted under its device.
     */
    UnplugOutcome surprise() {
        if (isThere()) {
            ask();
            linkDown();
        } else {
            watch.forget(id);
            new Leftovers(qemu, names).remove(id);
        }
        return UnplugOutcome.SURPRISE;
    }

    private void linkDown() {
        try {
            qemu.setLink(names.device(id), false);
        } catch (QmpException e) {
            // A disk has no link, and a device that just left has none any more.
            if (e.kind() != QmpErrorKind.NOT_FOUND) {
                throw e;
            }
        }
    }

    private boolean isThere() {
        return qemu.findList("/machine/peripheral/" + names.device(id)).isPresent();
    }

    private void ask() {
        watch.asked(id);
        try {
            qemu.deleteDevice(names.device(id));
        } catch (QmpException e) {
            if (e.kind() != QmpErrorKind.NOT_FOUND && e.kind() != QmpErrorKind.UNPLUG_PENDING) {
                watch.forget(id);
                throw e;
            }
        }
    }

    private UnplugWatch.Word await(long nanos) {
        try {
            return watch.await(id, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException("interrupted while the host gives up " + id, "unplug it again to resume", true, e);
        }
    }
}
