package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.UnixSocket;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.VirtioStatus;
import io.ipdk.virtio.queue.SplitDriverQueue;
import io.ipdk.virtio.vhostuser.message.InflightDescription;
import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Drives a device that a back end serves over a socket: our own {@link VhostUserServer}, DPDK's net_vhost,
 * qemu-storage-daemon. It is what a hypervisor is for its guest, with the driver in the same process.
 *
 * <p>The steps are {@link #connect}, which negotiates; {@link #shareMemory}; {@link #startQueue} for each ring; {@link
 * #driverReady}; then the rings are driven without this class; {@link #stopQueue}; {@link #close}. What the back end refuses throws
 * {@link VhostUserException}.
 *
 * <p>Confined to one thread at a time. The queues may be driven by other threads.
 */
public final class VhostUserFrontend implements AutoCloseable {
    private static final int CONFIG_HEADER_BYTES = 12;
    private static final int RING_BYTES = 8;
    private static final int INFLIGHT_BYTES = 24;

    private final FrontendCalls calls;
    private final Negotiation negotiation;
    private final List<SharedMemory> memories = new ArrayList<>();

    private VhostUserFrontend(UnixSocket socket, FrontendOptions options) {
        calls = new FrontendCalls(socket, options.replyTimeout());
        try {
            negotiation = Negotiation.over(calls, options);
        } catch (RuntimeException e) {
            calls.close();
            throw e;
        }
    }

    /**
     * Connects to a back end that listens, and negotiates.
     *
     * @throws VhostUserException if nobody listens there or the back end does not speak the protocol
     */
    public static VhostUserFrontend connect(Path path, FrontendOptions options) {
        try {
            return over(UnixSocket.connect(path, options.replyTimeout()), options);
        } catch (PosixException e) {
            throw new VhostUserException("connecting to " + path + ": " + e.getMessage(), "", true, e);
        }
    }

    /** Negotiates over a connected socket, which belongs to the front end from now on. */
    public static VhostUserFrontend over(UnixSocket socket, FrontendOptions options) {
        return new VhostUserFrontend(socket, options);
    }

    private boolean has(long protocolFeature) {
        return (protocolFeatures() & protocolFeature) != 0;
    }

    private void require(long protocolFeature) {
        if (!has(protocolFeature)) {
            throw new VhostUserException(
                    "protocol feature " + ProtocolFeature.describe(protocolFeature) + " was not agreed on",
                    "both ends must have it; agreed on: " + ProtocolFeature.describe(protocolFeatures()),
                    false,
                    null);
        }
    }

    /** The features in use, without {@link VirtioFeature#PROTOCOL_FEATURES}. */
    public long features() {
        return negotiation.features() & ~VirtioFeature.PROTOCOL_FEATURES;
    }

    /** All features the back end offers, without {@link VirtioFeature#PROTOCOL_FEATURES}. */
    public long offeredFeatures() {
        return negotiation.offeredFeatures() & ~VirtioFeature.PROTOCOL_FEATURES;
    }

    /** The protocol features in use, masks from {@link ProtocolFeature}. */
    public long protocolFeatures() {
        return negotiation.protocolFeatures();
    }

    /** How many queues the back end has: ring pairs for net, rings for other devices; 1 if it does not say. */
    public int queueLimit() {
        return negotiation.queueLimit();
    }

    /** Shares memory with the back end, beside what is shared already. */
    public void shareMemory(SharedMemory memory) {
        if (has(ProtocolFeature.CONFIGURE_MEM_SLOTS)) {
            memory.description().addTo(calls.begin(VhostUserRequest.ADD_MEM_REG).addLong(0));
            calls.send(memory.file());
            memories.add(memory);
        } else {
            memories.add(memory);
            sendTable();
        }
    }

    /** Takes memory back, which no started queue may use any more. */
    public void unshareMemory(SharedMemory memory) {
        memories.remove(memory);
        if (has(ProtocolFeature.CONFIGURE_MEM_SLOTS)) {
            memory.description().addTo(calls.begin(VhostUserRequest.REM_MEM_REG).addLong(0));
            calls.send();
        } else {
            sendTable();
        }
    }

    private void sendTable() {
        VhostUserMessage table = calls.begin(VhostUserRequest.SET_MEM_TABLE)
                .addInt(memories.size())
                .addInt(0);
        memories.forEach(memory -> memory.description().addTo(table));
        calls.send(memories.stream().map(SharedMemory::file).toArray(Fd[]::new));
    }

    /**
     * Lays out a ring in shared memory, starts and enables it.
     *
     * @param size a power of two from 1 to 32768
     * @param indirectEntries how many buffers a chain may have in an indirect table; 0 for none
     */
    public FrontendQueue startQueue(int index, int size, SharedMemory memory, int indirectEntries) {
        long ring = memory.allocate(SplitDriverQueue.bytesNeeded(size, indirectEntries), 64);
        FrontendQueue queue = new FrontendQueue(
                index, new SplitDriverQueue(ring, memory.guestOffset(), size, features(), indirectEntries));
        resumeQueue(queue, 0);
        return queue;
    }

    /**
     * Hands a ring that was stopped, or that another back end served before, to the back end.
     *
     * @param availIndex the next entry that the device has not taken yet, as {@link #stopQueue} answers it
     */
    public void resumeQueue(FrontendQueue queue, int availIndex) {
        int index = queue.index();
        calls.set(VhostUserRequest.SET_VRING_NUM, index, queue.driver().size());
        calls.set(VhostUserRequest.SET_VRING_BASE, index, availIndex);
        queue.addresses().addTo(calls.begin(VhostUserRequest.SET_VRING_ADDR), index);
        calls.send();
        sendEvent(VhostUserRequest.SET_VRING_ERR, index, queue.error().fd());
        sendEvent(VhostUserRequest.SET_VRING_CALL, index, queue.call().fd());
        sendEvent(VhostUserRequest.SET_VRING_KICK, index, queue.kick().fd());
        enableQueue(index, true);
    }

    private void sendEvent(VhostUserRequest request, int index, Fd event) {
        calls.begin(request).addLong(index);
        calls.send(event);
    }

    /** Opens or closes the path between a started ring and the device. */
    public void enableQueue(int index, boolean enabled) {
        if ((negotiation.features() & VirtioFeature.PROTOCOL_FEATURES) != 0) {
            calls.set(VhostUserRequest.SET_VRING_ENABLE, index, enabled ? 1 : 0);
        }
    }

    /** Stops a ring, after the device has finished what it took, and answers the next entry it would have taken. */
    public int stopQueue(FrontendQueue queue) {
        calls.begin(VhostUserRequest.GET_VRING_BASE).addInt(queue.index()).addInt(0);
        return calls.call(RING_BYTES).intAt(Integer.BYTES);
    }

    /**
     * Asks for an area in which the back end remembers what is in flight. The caller hands it to this back end and, should
     * that die, to the next one, with {@link #trackIn} before the queues.
     */
    public FrontendInflight createInflight(int queues, int queueSize) {
        require(ProtocolFeature.INFLIGHT_SHMFD);
        new InflightDescription(0, 0, queues, queueSize).addTo(calls.begin(VhostUserRequest.GET_INFLIGHT_FD), true);
        VhostUserMessage reply = calls.call(INFLIGHT_BYTES);
        if (reply.fds().isEmpty()) {
            throw new VhostUserException(
                    "the back end gave no area for " + queues + " rings of size " + queueSize, "", false, null);
        }
        return new FrontendInflight(InflightDescription.read(reply), reply.fds().take(0));
    }

    /** Tells the back end to remember what is in flight there, and to carry out first what another one left in it. */
    public void trackIn(FrontendInflight area) {
        require(ProtocolFeature.INFLIGHT_SHMFD);
        area.description().addTo(calls.begin(VhostUserRequest.SET_INFLIGHT_FD), true);
        calls.send(area.file());
    }

    /** Reads the device's configuration space. */
    public byte[] readConfig(int offset, int length) {
        require(ProtocolFeature.CONFIG);
        calls.begin(VhostUserRequest.GET_CONFIG)
                .addInt(offset)
                .addInt(length)
                .addInt(0)
                .addSpace(length);
        VhostUserMessage reply = calls.call(-1);
        if (reply.payloadBytes() != CONFIG_HEADER_BYTES + length) {
            throw new VhostUserException(
                    length + " bytes of configuration at " + offset + " were refused",
                    "ask for a part inside the device's configuration space",
                    false,
                    null);
        }
        byte[] config = new byte[length];
        System.arraycopy(reply.bytes(), VhostUserMessage.HEADER_BYTES + CONFIG_HEADER_BYTES, config, 0, length);
        return config;
    }

    /** Writes the device's configuration space as a driver does. */
    public void writeConfig(int offset, byte[] bytes) {
        require(ProtocolFeature.CONFIG);
        calls.begin(VhostUserRequest.SET_CONFIG)
                .addInt(offset)
                .addInt(bytes.length)
                .addInt(0)
                .addBytes(bytes, 0, bytes.length);
        calls.send();
    }

    /** Waits until the device says that its configuration space has changed; false if it does not in time. */
    public boolean awaitConfigChange(Duration timeout) {
        require(ProtocolFeature.BACKEND_REQ);
        BackendEvents events = negotiation.events();
        return events != null && events.receiveConfigChange(timeout);
    }

    /** Sets the largest packet that will be sent, in bytes. */
    public void setMtu(int mtu) {
        require(ProtocolFeature.MTU);
        calls.set(VhostUserRequest.NET_SET_MTU, mtu);
    }

    /** Writes the device status, see {@link io.ipdk.virtio.VirtioStatus}. */
    public void setStatus(int status) {
        require(ProtocolFeature.STATUS);
        calls.set(VhostUserRequest.SET_STATUS, status);
    }

    /** Tells the device that all its rings are there, where it can be told; some back ends move no data before. */
    public void driverReady() {
        if (has(ProtocolFeature.STATUS)) {
            setStatus(Negotiation.AGREED | VirtioStatus.DRIVER_OK);
        }
    }

    /** Reads the device status. */
    public int status() {
        require(ProtocolFeature.STATUS);
        return (int) calls.get(VhostUserRequest.GET_STATUS);
    }

    /** Resets the device as a whole. */
    public void resetDevice() {
        require(ProtocolFeature.RESET_DEVICE);
        calls.begin(VhostUserRequest.RESET_DEVICE);
        calls.send();
    }

    /** Asks for a RARP frame with this 48-bit address, as after a migration. */
    public void sendRarp(long mac) {
        require(ProtocolFeature.RARP);
        calls.set(VhostUserRequest.SEND_RARP, Long.reverseBytes(mac << 16));
    }

    /** Ends the connection. Queues and memory stay with the caller. */
    @Override
    public void close() {
        negotiation.close();
        calls.close();
    }
}
