package io.ipdk.softipu.device;

import io.ipdk.device.DeviceKind;
import io.ipdk.device.DevicePhase;
import io.ipdk.device.DeviceStatus;
import io.ipdk.error.DeadlineExceededException;
import io.ipdk.error.NotFoundException;
import io.ipdk.event.IpuEvent;
import io.ipdk.softipu.event.EventStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the three truths of one device together: what stage the intent has reached, what was applied, and what is seen of
 * the host's driver. Tells the event stream when the phase that follows from them changes, and wakes those who wait.
 *
 * <p>Thread-safe. Holds its monitor for a few assignments only, so that threads of the data path may report to it.
 */
final class Observation {

    /** How far the intent has got; what the host does with it is observed apart. */
    enum Stage {
        PLUGGING,
        ON_BUS,
        UNPLUGGING,
        GONE
    }

    private final DeviceKind kind;
    private final String name;
    private final EventStream events;

    private Stage stage = Stage.PLUGGING;
    private long desired;
    private long applied;
    private long observed;
    private boolean connected;
    private boolean driverReady;
    private boolean wasConnected;
    private String trouble = "";

    Observation(DeviceKind kind, String name, EventStream events) {
        this.kind = kind;
        this.name = name;
        this.events = events;
    }

    synchronized Stage stage() {
        return stage;
    }

    synchronized void desired(long version) {
        change(() -> desired = version);
    }

    synchronized void applied(long version) {
        change(() -> applied = version);
    }

    /** The host's driver has to see the device anew before a version counts as observed. */
    synchronized void forgetObserved() {
        change(() -> observed = 0);
    }

    /** Moves on, or names what keeps the device from it; an empty trouble clears the last one. */
    synchronized void stage(Stage next, String newTrouble) {
        change(() -> {
            stage = next;
            trouble = newTrouble;
        });
    }

    synchronized void host(boolean isConnected, boolean isDriverReady) {
        change(() -> {
            wasConnected |= isConnected;
            connected = isConnected;
            driverReady = isDriverReady;
        });
    }

    private void change(Runnable assignment) {
        DevicePhase before = phase();
        assignment.run();
        if (driverReady && stage != Stage.GONE) {
            observed = applied;
        }
        DevicePhase after = phase();
        if (before != after) {
            announce(before, after);
        }
        notifyAll();
    }

    private void announce(DevicePhase before, DevicePhase after) {
        if (after == DevicePhase.PLUGGED && before == DevicePhase.PLUGGING) {
            events.publish((sequence, at) -> new IpuEvent.Plugged(sequence, at, kind, name));
        } else if (after == DevicePhase.READY) {
            if (before == DevicePhase.PLUGGING) {
                events.publish((sequence, at) -> new IpuEvent.Plugged(sequence, at, kind, name));
            }
            events.publish((sequence, at) -> new IpuEvent.Ready(sequence, at, kind, name));
        } else if (after == DevicePhase.DISCONNECTED) {
            String reason = reason(after);
            events.publish((sequence, at) -> new IpuEvent.Disconnected(sequence, at, kind, name, reason));
        }
    }

    private DevicePhase phase() {
        return switch (stage) {
            case PLUGGING -> trouble.isEmpty() ? DevicePhase.PLUGGING : DevicePhase.DISCONNECTED;
            case UNPLUGGING -> DevicePhase.UNPLUGGING;
            case GONE -> DevicePhase.UNPLUGGED;
            case ON_BUS -> {
                if (driverReady) {
                    yield DevicePhase.READY;
                }
                yield (wasConnected && !connected) || !trouble.isEmpty()
                        ? DevicePhase.DISCONNECTED
                        : DevicePhase.PLUGGED;
            }
        };
    }

    private String reason(DevicePhase phase) {
        if (!trouble.isEmpty()) {
            return trouble;
        }
        return switch (phase) {
            case READY -> observed == desired ? "" : "version " + desired + " was not seen in use yet";
            case PLUGGING -> "on its way to the bus";
            case PLUGGED -> connected ? "the host has no driver for it running" : "no front end is connected";
            case DISCONNECTED -> "the front end went away";
            case UNPLUGGING -> "the host was asked to let go";
            case UNPLUGGED -> "unplugged";
        };
    }

    synchronized DeviceStatus status() {
        DevicePhase phase = phase();
        return new DeviceStatus(phase, desired, applied, observed, reason(phase));
    }

    synchronized DeviceStatus awaitReady(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!status().isReady()) {
                if (stage == Stage.GONE) {
                    throw new NotFoundException(label() + " was unplugged", "plug it again");
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw notReady(timeout, null);
                }
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            return status();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notReady(timeout, e);
        }
    }

    private DeadlineExceededException notReady(Duration timeout, @Nullable InterruptedException interrupted) {
        DeviceStatus now = status();
        return new DeadlineExceededException(
                label() + " is " + now.phase()
                        + (interrupted == null ? " after " + timeout : ", waiting was interrupted") + ": "
                        + now.reason(),
                "look at the host: is its driver loaded, is it running?",
                interrupted);
    }

    private String label() {
        return kind.name().toLowerCase(Locale.ROOT) + " '" + name + "'";
    }
}
