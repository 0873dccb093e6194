package io.ipdk.softipu.net;

import io.ipdk.port.DropCause;
import io.ipdk.port.InversePort;
import io.ipdk.port.PacketBurst;
import io.ipdk.virtio.net.Delivery;
import io.ipdk.virtio.net.FrameBurst;
import io.ipdk.virtio.net.FrameSink;
import io.ipdk.virtio.net.NetFrame;
import io.ipdk.virtio.net.VirtioNetDevice;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The application's end of a port: polls the device on the application's thread. The device must not be on a switch at the
 * same time.
 *
 * <p>Each direction is confined to one thread at a time; they share nothing but the device.
 */
public final class DeviceInversePort implements InversePort {
    private final VirtioNetDevice device;
    private final FrameBurst receiving = new FrameBurst();
    private final FrameBurst sending = new FrameBurst(1);
    private final Copier copier = new Copier();

    /** Makes the other end of a device. */
    public DeviceInversePort(VirtioNetDevice device) {
        this.device = Objects.requireNonNull(device, "device");
    }

    @Override
    public PacketBurst newBurst(int frames) {
        return new BufferBurst(frames);
    }

    @Override
    public int receive(PacketBurst burst) {
        BufferBurst target = requireOurs(burst);
        target.clear();
        copier.target = target;
        try {
            long now = System.nanoTime();
            int most = target.capacity();
            // Dropped frames take no place in the burst: ask again while there is room, but not without end.
            for (int round = 0; round < 4 && target.size() < most; round++) {
                if (device.pollTransmit(receiving, copier, most - target.size(), Integer.MAX_VALUE, now) == 0) {
                    break;
                }
            }
        } catch (InternalError fault) {
            reportMemoryFault(fault);
        } finally {
            copier.target = null;
        }
        return target.size();
    }

    @Override
    public int send(PacketBurst burst, int first) {
        BufferBurst source = requireOurs(burst);
        Objects.checkFromToIndex(first, source.size(), source.size());
        int sent = first;
        try {
            long now = System.nanoTime();
            while (sent < source.size() && sendOne(source, sent, now)) {
                sent++;
            }
        } catch (InternalError fault) {
            reportMemoryFault(fault);
        } finally {
            device.flushReceive();
        }
        return sent - first;
    }

    /** False if the frame has to wait for buffers. */
    private boolean sendOne(BufferBurst source, int index, long now) {
        @Nullable
        DropCause cause = sending.wrap(0, source.addressOf(index), source.lengthOf(index), source.offloadOf(index));
        if (cause != null) {
            device.countDropToHost(cause);
            return true;
        }
        return device.offer(sending.frame(0), now) != Delivery.NO_BUFFER;
    }

    /** Memory that a front end takes away costs the front end its connection, not the application its thread. */
    private void reportMemoryFault(InternalError fault) {
        if (!device.memoryFault(fault)) {
            throw fault;
        }
    }

    private static BufferBurst requireOurs(PacketBurst burst) {
        if (burst instanceof BufferBurst ours) {
            return ours;
        }
        throw new IllegalArgumentException("a burst of " + burst.getClass().getName()
                + " cannot be used here; get one from newBurst() of a port of this IPU");
    }

    private static final class Copier implements FrameSink {
        private @Nullable BufferBurst target;

        @Override
        public boolean frame(NetFrame frame) {
            BufferBurst burst = target;
            if (burst == null || burst.size() == burst.capacity()) {
                return false;
            }
            burst.append(frame);
            return true;
        }
    }

    @Override
    public String toString() {
        return "the application's end of " + device;
    }
}
