package io.ipdk.softipu.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Remembers which devices QEMU was asked to give up and what the guests said. What it remembers is a hint that saves
 * waiting; whether a device is there is read from QEMU.
 *
 * <p>Thread-safe.
 */
final class UnplugWatch {

    /** What the guest has said to an unplug. */
    enum Word {
        NONE,
        REFUSED,
        GONE
    }

    private final DeviceNames names;
    private final Map<String, Word> asked = new HashMap<>();

    UnplugWatch(DeviceNames names) {
        this.names = names;
    }

    /** QEMU is about to be asked; what was said before counts no more. */
    synchronized void asked(String id) {
        asked.put(id, Word.NONE);
    }

    /** The unplug is over, or its refusal was told. */
    synchronized void forget(String id) {
        asked.remove(id);
    }

    /** The devices that were asked for and have neither left nor been refused. */
    synchronized Set<String> pending() {
        Set<String> ids = new TreeSet<>();
        asked.forEach((id, word) -> {
            if (word == Word.NONE) {
                ids.add(id);
            }
        });
        return ids;
    }

    synchronized boolean isPending(String id) {
        return asked.get(id) == Word.NONE;
    }

    /** Waits for a word about the device, at most as long as given. */
    synchronized Word await(String id, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (asked.get(id) == Word.NONE) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return asked.getOrDefault(id, Word.NONE);
    }

    /** Takes QEMU's events in. */
    synchronized void accept(QmpEvent event) {
        if (event instanceof QmpEvent.Disconnected) {
            // Whoever waits looks at QEMU, finds it gone and says so.
            asked.clear();
            notifyAll();
        } else if (event instanceof QmpEvent.Named named) {
            switch (named.name()) {
                case "DEVICE_DELETED" -> said(named.data(), Word.GONE);
                case "DEVICE_UNPLUG_GUEST_ERROR" -> said(named.data(), Word.REFUSED);
                default -> {}
            }
        }
    }

    private void said(JsonNode data, Word word) {
        names.idOfDevice(data.path("device").asText("")).ifPresent(id -> {
            if (asked.replace(id, word) != null) {
                notifyAll();
            }
        });
    }
}
