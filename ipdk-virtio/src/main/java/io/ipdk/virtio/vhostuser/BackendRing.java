package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.EventFd;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.VirtioDevice;
import io.ipdk.virtio.memory.GuestMemory;
import io.ipdk.virtio.queue.InflightRegion;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import io.ipdk.virtio.queue.SplitRingLayout;
import io.ipdk.virtio.vhostuser.message.ProtocolViolation;
import io.ipdk.virtio.vhostuser.message.ProtocolViolationException;
import io.ipdk.virtio.vhostuser.message.RingAddresses;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the front end has said about one ring, and the steps in which the ring comes to life and stops.
 *
 * <p>"Started" (by its kick, until GET_VRING_BASE) and "enabled" are independent of each other. A started ring whose memory
 * has been taken away sleeps until a later table brings it back.
 *
 * <p>Confined to the control thread. Methods enter the queue's gate themselves unless they say otherwise.
 */
final class BackendRing {
    private static final int MAX_INDEX = 0xffff;

    private final VirtioDevice device;
    private final DeviceVirtqueue queue;
    private int size;
    private int base;
    private @Nullable RingAddresses addresses;
    private boolean started;
    private @Nullable EventFd kick;
    private @Nullable EventFd call;
    private @Nullable EventFd error;
    private @Nullable InflightArea inflight;
    private boolean memoryMayFault;
    private long features;

    BackendRing(VirtioDevice device, int index) {
        this.device = device;
        this.queue = device.queue(index);
    }

    boolean isStarted() {
        return started;
    }

    DeviceVirtqueue queue() {
        return queue;
    }

    void setSize(int value) {
        if (!SplitRingLayout.isQueueSize(value)) {
            throw violation(
                    ProtocolViolation.RING_SIZE,
                    "size " + Integer.toUnsignedString(value) + " is not a power of two from 1 to "
                            + SplitRingLayout.MAX_QUEUE_SIZE);
        }
        if (started && value != size) {
            throw violation(ProtocolViolation.RING_RUNNING, "size changed from " + size + " to " + value);
        }
        size = value;
    }

    void setAddresses(RingAddresses value) {
        if (started && !value.equals(addresses)) {
            throw violation(ProtocolViolation.RING_RUNNING, "moved from " + addresses + " to " + value);
        }
        addresses = value;
    }

    void setBase(int value) {
        if (value < 0 || value > MAX_INDEX) {
            throw violation(
                    ProtocolViolation.RING_BASE,
                    "position " + Integer.toUnsignedString(value) + " is outside of 0 to " + MAX_INDEX);
        }
        if (started) {
            throw violation(ProtocolViolation.RING_RUNNING, "position set to " + value);
        }
        base = value;
    }

    void setCall(@Nullable EventFd event) {
        EventFd old = call;
        queue.enter();
        try {
            call = event;
            queue.callWith(event);
            interruptIfResumed();
        } finally {
            queue.exit();
        }
        close(old);
    }

    void setError(@Nullable EventFd event) {
        EventFd old = error;
        queue.enter();
        try {
            error = event;
            queue.errorWith(event);
        } finally {
            queue.exit();
        }
        close(old);
    }

    void enable(boolean value) {
        queue.enter();
        try {
            queue.enable(value);
        } finally {
            queue.exit();
        }
    }

    /**
     * SET_VRING_KICK: starts the ring, or gives a started one another kick.
     *
     * @param event what the driver kicks with, or null if the ring is to be polled
     */
    void start(@Nullable EventFd event, GuestMemory memory, long negotiated) {
        EventFd old = kick;
        queue.enter();
        try {
            kick = event;
            queue.kickWith(event);
            if (!started) {
                checkReady(memory);
                features = negotiated;
                started = true;
                attach(memory);
                interruptIfResumed();
            }
        } catch (PosixException e) {
            throw violation(ProtocolViolation.EVENT_NOT_USABLE, "kick: " + e.getMessage());
        } finally {
            queue.exit();
            close(old);
        }
    }

    /** An earlier process may have published used entries and died before it could interrupt; inside the gate. */
    private void interruptIfResumed() {
        SplitDeviceQueue ring = queue.ring();
        if (ring != null && ring.usedIndex() != 0) {
            queue.interruptDriver();
        }
    }

    private void checkReady(GuestMemory memory) {
        if (size == 0 || addresses == null) {
            throw violation(ProtocolViolation.RING_NOT_CONFIGURED, "started without size or addresses");
        }
        if (!addresses.isMapped(memory, size)) {
            throw violation(ProtocolViolation.RING_UNMAPPED, addresses + " of size " + size + " is not in " + memory);
        }
    }

    /** GET_VRING_BASE: finishes what was fetched, stops the ring and answers where it stands. */
    int stop() {
        queue.enter();
        try {
            if (started) {
                drain();
                detach();
                started = false;
                queue.kickWith(null);
            }
        } finally {
            queue.exit();
        }
        close(kick);
        kick = null;
        return base;
    }

    /** RESET_DEVICE: stops the ring and forgets where it stands. */
    void reset() {
        stop();
        enable(false);
        base = 0;
    }

    /** Remembers what is in flight there, from the next start on. */
    void trackIn(InflightArea area) {
        inflight = area;
    }

    /** Finishes what was fetched; inside the gate. */
    void drain() {
        if (queue.ring() != null) {
            device.drain(queue.index());
        }
    }

    /** Follows a started ring into another memory table, or puts it to sleep if it is not there; inside the gate. */
    void rebind(GuestMemory memory, boolean mayFault) {
        memoryMayFault = mayFault;
        RingAddresses current = addresses;
        if (!started || current == null) {
            return;
        }
        SplitDeviceQueue ring = queue.ring();
        if (!current.isMapped(memory, size)) {
            detach();
        } else if (ring == null) {
            attach(memory);
        } else {
            RingAddresses host = current.translated(memory, size);
            queue.memoryMayFault(mayFault());
            ring.rebind(memory, host.descriptors(), host.avail(), host.used());
        }
    }

    private void attach(GuestMemory memory) {
        RingAddresses host = Objects.requireNonNull(addresses).translated(memory, size);
        InflightRegion region = inflight == null ? null : inflight.region(queue.index(), size);
        SplitDeviceQueue ring = new SplitDeviceQueue(
                memory, size, host.descriptors(), host.avail(), host.used(), base, features, region);
        queue.memoryMayFault(mayFault());
        queue.start(ring);
        device.queueStarted(queue.index());
    }

    private boolean mayFault() {
        return memoryMayFault || (inflight != null && inflight.mayFault());
    }

    private void detach() {
        SplitDeviceQueue ring = queue.ring();
        if (ring != null) {
            base = ring.availIndex();
            device.queueStopped(queue.index());
            queue.stop();
        }
    }

    /** The front end is gone: forgets what was fetched, stops, and closes all events. */
    void release() {
        queue.enter();
        try {
            if (queue.ring() != null) {
                device.discard(queue.index());
                device.queueStopped(queue.index());
            }
        } finally {
            started = false;
            queue.stop();
            queue.kickWith(null);
            queue.callWith(null);
            queue.errorWith(null);
            queue.enable(false);
            queue.exit();
        }
        close(kick);
        close(call);
        close(error);
    }

    private static void close(@Nullable EventFd event) {
        if (event != null) {
            event.close();
        }
    }

    private ProtocolViolationException violation(ProtocolViolation rule, String detail) {
        return new ProtocolViolationException(rule, "ring " + queue.index() + ": " + detail);
    }
}
