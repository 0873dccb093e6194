package io.ipdk.softipu.qemu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ipdk.device.DeviceKind;
import io.ipdk.error.CapacityException;
import io.ipdk.error.DeadlineExceededException;
import io.ipdk.error.HostException;
import io.ipdk.error.IpdkException;
import io.ipdk.softipu.bus.HostDevice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Plugs one device: character device, network back end for a port, device. A step that fails takes the earlier ones back
 * in reverse order and its error is the one that is told.
 *
 * <p>Confined to one thread (the one that attaches).
 */
final class Attachment {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration BACKEND_CONNECTS = Duration.ofSeconds(5);

    private final Qemu qemu;
    private final DeviceNames names;
    private final HostDevice device;
    private final DeviceShape shape;
    private final long deadline;

    Attachment(Qemu qemu, DeviceNames names, HostDevice device, DeviceShape shape, Duration timeout) {
        this.qemu = qemu;
        this.names = names;
        this.device = device;
        this.shape = shape;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    void run() {
        List<String> slots = new HotplugSlots(qemu).free(device.id());
        try {
            steps(slots);
        } catch (RuntimeException first) {
            rollBack(first);
            throw first;
        }
        if (!device.linkUp()) {
            qemu.setLink(names.device(device.id()), false);
        }
    }

    private void steps(List<String> slots) {
        qemu.addChardev(names.chardev(device.id()), device.socket());
        awaitBackend();
        if (device.kind() == DeviceKind.PORT) {
            qemu.addVhostUserNetdev(names.netdev(device.id()), names.chardev(device.id()), device.queues(), left());
        }
        addDevice(slots);
    }

    /**
     * Waits until QEMU's socket stands. QEMU stops the whole guest from {@code netdev_add} until a back end answers, for
     * ever if none does, so it is not asked before.
     */
    private void awaitBackend() {
        String chardev = "/chardevs/" + names.chardev(device.id());
        long latest = Math.min(deadline, System.nanoTime() + BACKEND_CONNECTS.toNanos());
        while (!qemu.get(chardev, "connected").asBoolean()) {
            if (System.nanoTime() > latest) {
                throw new HostException(
                        "QEMU cannot connect to the back end of " + device.id() + " at " + device.socket(),
                        "make sure that it listens, that QEMU's user may write to the socket and that no other"
                                + " front end holds it",
                        true);
            }
            try {
                TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new HostException("interrupted while plugging " + device.id(), "plug it again", true, e);
            }
        }
    }

    /** Another program that plugs into the same QEMU may take a slot first, so the next one is tried then. */
    private void addDevice(List<String> slots) {
        for (String slot : slots) {
            ObjectNode properties = shape.properties(slot);
            try {
                qemu.addDevice(properties, left());
                return;
            } catch (QmpException e) {
                if (e.kind() != QmpErrorKind.SLOT_TAKEN) {
                    throw e;
                }
            }
        }
        throw new CapacityException(
                "no slot for " + device.id() + ": others took the last of " + slots.size(), "unplug a device");
    }

    private Duration left() {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) {
            throw new DeadlineExceededException(
                    "plugging " + device.id() + " took longer than allowed", "allow more time");
        }
        return Duration.ofNanos(nanos);
    }

    /** A device that came after its deadline is there after all; what belongs to it then goes when it has left. */
    private void rollBack(RuntimeException first) {
        String name = names.device(device.id());
        try {
            if (qemu.findList("/machine/peripheral/" + name).isPresent()) {
                qemu.deleteDevice(name);
            } else {
                new Leftovers(qemu, names).remove(device.id());
            }
        } catch (IpdkException e) {
            // What cannot be taken back now is seen as leftovers by the next attach, detach or observe.
            first.addSuppressed(e);
        }
    }
}
