package io.ipdk.virtio.net.driver;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.nativeaccess.posix.Poller;
import io.ipdk.unit.MacAddress;
import io.ipdk.virtio.net.FrameOffload;
import io.ipdk.virtio.net.VirtioNetDevice;
import io.ipdk.virtio.net.protocol.NetConfigLayout;
import io.ipdk.virtio.net.protocol.NetFeature;
import io.ipdk.virtio.net.protocol.NetHeaderLayout;
import io.ipdk.virtio.queue.SplitDriverQueue;
import io.ipdk.virtio.vhostuser.FrontendOptions;
import io.ipdk.virtio.vhostuser.SharedMemory;
import io.ipdk.virtio.vhostuser.VhostUserException;
import io.ipdk.virtio.vhostuser.VhostUserFrontend;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Drives a net device over its vhost-user socket, as a guest does: our own {@link VirtioNetDevice}, or DPDK's net_vhost.
 *
 * <p>Sending is {@link #send} some times, then {@link #flush}; receiving is {@link #receive} until it answers −1, and
 * {@link #await} to sleep in between. Neither blocks nor allocates.
 *
 * <p>Confined to one thread at a time; sending and receiving on one pair may be two threads, and so may different pairs.
 */
public final class VirtioNetDriver implements AutoCloseable {
    private static final long PAGE = 2 << 20;

    private final SharedMemory memory;
    private final VhostUserFrontend frontend;
    private final DriverReceive[] receive;
    private final DriverTransmit[] transmit;
    private final Poller poller = Poller.create(1);

    private VirtioNetDriver(VhostUserFrontend frontend, SharedMemory memory, NetDriverOptions options) {
        this.frontend = frontend;
        this.memory = memory;
        int headerBytes = NetHeaderLayout.bytes(frontend.features());
        boolean mergeable = (frontend.features() & NetFeature.MRG_RXBUF) != 0;
        int pairs = options.queuePairs();
        receive = new DriverReceive[pairs];
        transmit = new DriverTransmit[pairs];
        frontend.shareMemory(memory);
        for (int pair = 0; pair < pairs; pair++) {
            receive[pair] = new DriverReceive(
                    frontend.startQueue(2 * pair, options.ringSize(), memory, 0),
                    new DriverBuffers(memory, options.ringSize(), receiveBytes(options, mergeable)),
                    headerBytes);
            transmit[pair] = new DriverTransmit(
                    frontend.startQueue(2 * pair + 1, options.ringSize(), memory, 0),
                    new DriverBuffers(memory, options.ringSize(), transmitBytes(options)),
                    headerBytes);
        }
        frontend.driverReady();
    }

    /**
     * Connects, negotiates, and starts all pairs.
     *
     * @throws VhostUserException if nobody listens there
     * @throws InvalidSpecException if the device has fewer pairs
     */
    public static VirtioNetDriver connect(Path socket, NetDriverOptions options) {
        VhostUserFrontend frontend = VhostUserFrontend.connect(socket, FrontendOptions.of(options.features()));
        try {
            if (options.queuePairs() > frontend.queueLimit()) {
                throw new InvalidSpecException(
                        "queuePairs", options.queuePairs(), "1 to " + frontend.queueLimit() + ", which the device has");
            }
            SharedMemory memory = SharedMemory.create(bytesNeeded(options), options.hugePages());
            try {
                return new VirtioNetDriver(frontend, memory, options);
            } catch (RuntimeException e) {
                memory.close();
                throw e;
            }
        } catch (RuntimeException e) {
            frontend.close();
            throw e;
        }
    }

    private static int receiveBytes(NetDriverOptions options, boolean mergeable) {
        int whole = NetHeaderLayout.BYTES + options.maxFrameBytes();
        return mergeable ? Math.min(whole, options.receiveBufferBytes()) : whole;
    }

    private static int transmitBytes(NetDriverOptions options) {
        return NetHeaderLayout.BYTES + options.maxFrameBytes();
    }

    private static long bytesNeeded(NetDriverOptions options) {
        int size = options.ringSize();
        long pair = 2 * (SplitDriverQueue.bytesNeeded(size, 0) + 64)
                + 2 * DriverBuffers.bytesNeeded(size, transmitBytes(options));
        return (options.queuePairs() * pair + PAGE - 1) / PAGE * PAGE;
    }

    /** The features in use. */
    public long features() {
        return frontend.features();
    }

    /** The connection, for what a driver does not do itself. */
    public VhostUserFrontend frontend() {
        return frontend;
    }

    /** The address the device says is its own. */
    public MacAddress mac() {
        byte[] bytes = frontend.readConfig(NetConfigLayout.MAC, 6);
        long mac = 0;
        for (byte each : bytes) {
            mac = (mac << 8) | (each & 0xff);
        }
        return new MacAddress(mac);
    }

    /** The MTU the device says, in bytes. */
    public int mtu() {
        return shortAt(NetConfigLayout.MTU);
    }

    /** Whether the device says that there is a link. */
    public boolean isLinkUp() {
        return (shortAt(NetConfigLayout.STATUS) & NetConfigLayout.STATUS_LINK_UP) != 0;
    }

    private int shortAt(int offset) {
        return ByteBuffer.wrap(frontend.readConfig(offset, 2))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getShort()
                & 0xffff;
    }

    /** Sends a complete frame; as {@link #send(int, byte[], int, int, long)}. */
    public boolean send(int pair, byte[] frame) {
        return send(pair, frame, 0, frame.length, FrameOffload.NONE);
    }

    /**
     * Puts a frame into the transmit ring; the device is shown it by {@link #flush}.
     *
     * @param offload what is left for the device to do, see {@link FrameOffload}
     * @return false if the ring is full
     */
    public boolean send(int pair, byte[] frame, int offset, int length, long offload) {
        return transmit[pair].offer(frame, offset, length, offload);
    }

    /** Shows the device all frames sent since the last call, and kicks it if it wants that. */
    public void flush(int pair) {
        transmit[pair].flush();
    }

    /** How many frames the device has not taken yet. */
    public int pending(int pair) {
        return transmit[pair].pending();
    }

    /**
     * Takes the next frame that has arrived; what does not fit into the array is cut off.
     *
     * @return its length in bytes, −1 if there is none
     */
    public int receive(int pair, byte[] target) {
        return receive[pair].receive(target);
    }

    /** What is left to be done with the frame taken last, see {@link FrameOffload}. */
    public long receivedOffload(int pair) {
        return receive[pair].offload();
    }

    /** Sleeps until something has arrived on a pair; false if nothing does in time. */
    public boolean await(int pair, Duration timeout) {
        var queue = receive[pair].queue();
        long deadline = System.nanoTime() + timeout.toNanos();
        poller.add(queue.call().fd(), 1);
        try {
            while (!queue.driver().armInterrupts()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                if (poller.await(left) > 0) {
                    queue.call().drain();
                }
            }
            return true;
        } finally {
            queue.driver().suppressInterrupts();
            poller.remove(queue.call().fd());
        }
    }

    /** Stops the rings and ends the connection. */
    @Override
    public void close() {
        try {
            for (int pair = 0; pair < receive.length; pair++) {
                frontend.stopQueue(receive[pair].queue());
                frontend.stopQueue(transmit[pair].queue());
            }
        } catch (VhostUserException gone) {
            // The device has ended the connection first: there is nothing left to stop.
        } finally {
            frontend.close();
            for (int pair = 0; pair < receive.length; pair++) {
                receive[pair].queue().close();
                transmit[pair].queue().close();
            }
            poller.close();
            memory.close();
        }
    }
}
