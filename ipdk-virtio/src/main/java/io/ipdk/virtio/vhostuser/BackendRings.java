package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.EventFd;
import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.virtio.VirtioDevice;
import io.ipdk.virtio.memory.GuestMemory;
import io.ipdk.virtio.vhostuser.message.InflightDescription;
import io.ipdk.virtio.vhostuser.message.MessageRules;
import io.ipdk.virtio.vhostuser.message.ProtocolViolation;
import io.ipdk.virtio.vhostuser.message.ProtocolViolationException;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rings of a device as one front end has set them up.
 *
 * <p>Confined to the control thread.
 */
final class BackendRings {
    private static final long INDEX_MASK = 0xff;
    private static final int FLAG_ENABLED = 1;

    private final List<BackendRing> rings = new ArrayList<>();
    private volatile @Nullable InflightArea inflight;

    BackendRings(VirtioDevice device) {
        for (int i = 0; i < device.queueCount(); i++) {
            rings.add(new BackendRing(device, i));
        }
    }

    /** The ring that the first four bytes of a payload name. */
    BackendRing named(VhostUserMessage message) {
        return ring(Integer.toUnsignedLong(message.intAt(0)));
    }

    /** The ring that the payload of a kick, call or err request names, in its lowest byte. */
    BackendRing namedByEvent(VhostUserMessage message) {
        long value = message.longAt(0);
        return ring((value & ~(INDEX_MASK | MessageRules.NO_DESCRIPTOR)) == 0 ? value & INDEX_MASK : Long.MAX_VALUE);
    }

    private BackendRing ring(long index) {
        if (index >= rings.size()) {
            throw new ProtocolViolationException(
                    ProtocolViolation.RING_INDEX, "there is no ring " + index + "; the device has " + rings.size());
        }
        return rings.get((int) index);
    }

    /** The event that came with a kick, call or err request, or null if it says that there is none. */
    static @Nullable EventFd event(VhostUserMessage message) {
        if (message.fds().isEmpty()) {
            return null;
        }
        Fd fd = message.fds().take(0);
        try {
            return EventFd.adopt(fd);
        } catch (PosixException e) {
            fd.close();
            throw new ProtocolViolationException(ProtocolViolation.EVENT_NOT_USABLE, message + ": " + e.getMessage());
        }
    }

    /** SET_VRING_ENABLE. */
    void enable(VhostUserMessage message) {
        int value = message.intAt(Integer.BYTES);
        if ((value & ~FLAG_ENABLED) != 0) {
            throw new ProtocolViolationException(
                    ProtocolViolation.RING_ENABLE_VALUE,
                    message + ": " + Integer.toUnsignedString(value) + " is neither 0 nor 1");
        }
        named(message).enable(value == FLAG_ENABLED);
    }

    void enableAll() {
        rings.forEach(ring -> ring.enable(true));
    }

    boolean isAnyStarted() {
        return rings.stream().anyMatch(BackendRing::isStarted);
    }

    /**
     * Changes the guest memory under all rings. When it returns, nothing refers to the old table any more: all data threads
     * were kept out meanwhile, and what they had fetched is finished.
     */
    void changeMemory(GuestMemory memory, boolean mayFault) {
        int entered = 0;
        try {
            for (BackendRing ring : rings) {
                ring.queue().enter();
                entered++;
            }
            rings.forEach(BackendRing::drain);
            rings.forEach(ring -> ring.rebind(memory, mayFault));
        } finally {
            for (int i = 0; i < entered; i++) {
                rings.get(i).queue().exit();
            }
        }
    }

    /** GET_INFLIGHT_FD. */
    void createInflightArea(VhostUserMessage message, VhostUserMessage answer) {
        InflightDescription wanted = InflightDescription.read(message);
        answer.attach(InflightArea.create(wanted, rings.size()));
        new InflightDescription(InflightArea.bytes(wanted), 0, wanted.queues(), wanted.queueSize())
                .addTo(answer, InflightDescription.isPadded(message));
    }

    /** SET_INFLIGHT_FD. */
    void takeInflightArea(VhostUserMessage message) {
        if (isAnyStarted()) {
            throw new ProtocolViolationException(
                    ProtocolViolation.INFLIGHT_AREA, "the area was replaced while rings run");
        }
        InflightArea next = InflightArea.map(
                InflightDescription.read(message), message.fds().take(0), rings.size());
        closeInflightArea();
        inflight = next;
        rings.forEach(ring -> ring.trackIn(next));
    }

    private void closeInflightArea() {
        InflightArea old = inflight;
        inflight = null;
        if (old != null) {
            old.close();
        }
    }

    boolean isInflightAreaTruncated() {
        InflightArea area = inflight;
        return area != null && area.isTruncated();
    }

    /** RESET_DEVICE. */
    void reset() {
        rings.forEach(BackendRing::reset);
    }

    /** The front end is gone: stops all rings, whatever some of them may throw at it. */
    void release() {
        RuntimeException failure = null;
        for (BackendRing ring : rings) {
            try {
                ring.release();
            } catch (RuntimeException | InternalError e) {
                failure = failure == null ? new IllegalStateException("a ring did not stop cleanly", e) : failure;
                failure.addSuppressed(e);
            }
        }
        closeInflightArea();
        if (failure != null) {
            throw failure;
        }
    }
}
