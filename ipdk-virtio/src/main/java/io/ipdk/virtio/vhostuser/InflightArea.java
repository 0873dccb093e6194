package io.ipdk.virtio.vhostuser;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.nativeaccess.posix.Memfd;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.Protection;
import io.ipdk.nativeaccess.posix.Seal;
import io.ipdk.virtio.queue.InflightLayout;
import io.ipdk.virtio.queue.InflightRegion;
import io.ipdk.virtio.vhostuser.message.InflightDescription;
import io.ipdk.virtio.vhostuser.message.ProtocolViolation;
import io.ipdk.virtio.vhostuser.message.ProtocolViolationException;
import org.jspecify.annotations.Nullable;

/**
 * The memory in which a device's rings remember what is in flight. The back end creates it, the front end keeps it and hands
 * it to the next back end.
 *
 * <p>Confined to the control thread, except {@link #isTruncated}, which is thread-safe. Replaced and closed only while no
 * ring runs.
 */
final class InflightArea implements AutoCloseable {
    private final InflightDescription description;
    private final Fd file;
    private final MappedMemory mapping;
    private final boolean sealed;

    private InflightArea(InflightDescription description, Fd file, MappedMemory mapping) {
        this.description = description;
        this.file = file;
        this.mapping = mapping;
        this.sealed = Memfd.isSealed(file, Seal.SHRINK);
    }

    /** The size of an area for so many rings. */
    static long bytes(InflightDescription wanted) {
        return (long) wanted.queues() * InflightLayout.bytes(wanted.queueSize());
    }

    /** GET_INFLIGHT_FD: creates the file of an area; the front end maps nothing, it only keeps it. */
    static Fd create(InflightDescription wanted, int deviceQueues) {
        wanted.check(deviceQueues);
        Fd file = Memfd.create("ipdk-inflight", bytes(wanted), false);
        Memfd.seal(file, Seal.SHRINK);
        return file;
    }

    /**
     * SET_INFLIGHT_FD: takes an area over.
     *
     * @param file belongs to the area from now on, also if this fails
     */
    static InflightArea map(InflightDescription description, Fd file, int deviceQueues) {
        try {
            description.check(deviceQueues);
            long present = Memfd.size(file);
            if (description.end() > present || description.mmapSize() < bytes(description)) {
                throw new ProtocolViolationException(
                        ProtocolViolation.INFLIGHT_AREA,
                        description + " needs " + bytes(description) + " bytes of a file of " + present);
            }
            return new InflightArea(
                    description, file, MappedMemory.map(file, 0, description.end(), Protection.READ_WRITE));
        } catch (PosixException e) {
            file.close();
            throw new ProtocolViolationException(ProtocolViolation.INFLIGHT_AREA, description + ": " + e.getMessage());
        } catch (ProtocolViolationException e) {
            file.close();
            throw e;
        }
    }

    /**
     * The part of one ring, or null if the area was not made for it.
     *
     * @param size the ring's size now, which may not be more than the area was made for
     */
    @Nullable
    InflightRegion region(int index, int size) {
        if (index >= description.queues()) {
            return null;
        }
        if (size > description.queueSize()) {
            throw new ProtocolViolationException(
                    ProtocolViolation.INFLIGHT_AREA,
                    "ring " + index + " of size " + size + " does not fit " + description);
        }
        long offset = description.mmapOffset() + (long) index * InflightLayout.bytes(description.queueSize());
        return new InflightRegion(mapping.address() + offset, size);
    }

    /** Whether the front end can cut the file short. */
    boolean mayFault() {
        return !sealed;
    }

    /** Whether the file is shorter than what is mapped of it. */
    boolean isTruncated() {
        try {
            return !sealed && Memfd.size(file) < mapping.size();
        } catch (ClosedException closedMeanwhile) {
            return false;
        }
    }

    @Override
    public void close() {
        mapping.close();
        file.close();
    }
}
