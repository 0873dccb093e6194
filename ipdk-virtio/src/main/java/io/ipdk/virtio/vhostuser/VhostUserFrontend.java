package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.UnixSocket;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.VirtioStatus;
import io.ipdk.virtio.queue.SplitDriverQueue;
import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import io.ipdk.virtio.vhostuser.message.VhostUserMessage;
import io.ipdk.virtio.vhostuser.message.VhostUserRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    private static final int NEGOTIATED = VirtioStatus.ACKNOWLEDGE | VirtioStatus.DRIVER | VirtioStatus.FEATURES_OK;

    private final FrontendCalls calls;
    private final long offeredFeatures;
    private final long features;
    private final long protocolFeatures;
    private final int queueLimit;
    private final @Nullable BackendEvents events;
    private final List<SharedMemory> memories = new ArrayList<>();

    private VhostUserFrontend(UnixSocket socket, FrontendOptions options) {
        calls = new FrontendCalls(socket, options.replyTimeout());
        BackendEvents opened = null;
        try {
            offeredFeatures = get(VhostUserRequest.GET_FEATURES);
            protocolFeatures = agreeOnProtocol(options.protocolFeatures());
            queueLimit = has(ProtocolFeature.MQ) ? (int) get(VhostUserRequest.GET_QUEUE_NUM) : 1;
            opened = has(ProtocolFeature.BACKEND_REQ) ? new BackendEvents() : null;
            if (opened != null) {
                calls.begin(VhostUserRequest.SET_BACKEND_REQ_FD);
                calls.send(opened.remoteEnd());
                opened.closeRemoteEnd();
            }
            events = opened;
            calls.begin(VhostUserRequest.SET_OWNER);
            calls.send();
            features = offeredFeatures & (options.features() | VirtioFeature.PROTOCOL_FEATURES);
            agreeOnFeatures();
        } catch (RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            calls.close();
            throw e;
        }
    }

    private void agreeOnFeatures() {
        if (!has(ProtocolFeature.STATUS)) {
            set(VhostUserRequest.SET_FEATURES, features);
            return;
        }
        setStatus(VirtioStatus.ACKNOWLEDGE | VirtioStatus.DRIVER);
        set(VhostUserRequest.SET_FEATURES, features);
        setStatus(NEGOTIATED);
        if ((status() & VirtioStatus.FEATURES_OK) == 0) {
            throw new VhostUserException(
                    "the device refuses features 0x" + Long.toHexString(features),
                    "take fewer of the 0x" + Long.toHexString(offeredFeatures)
                            + " it offers, or more that belong together",
                    false,
                    null);
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

    private long agreeOnProtocol(long wanted) {
        if ((offeredFeatures & VirtioFeature.PROTOCOL_FEATURES) == 0) {
            return 0;
        }
        long agreed = get(VhostUserRequest.GET_PROTOCOL_FEATURES) & wanted;
        set(VhostUserRequest.SET_PROTOCOL_FEATURES, agreed);
        if ((agreed & ProtocolFeature.REPLY_ACK) != 0) {
            calls.acknowledgeAll();
        }
        return agreed;
    }

    private long get(VhostUserRequest request) {
        calls.begin(request);
        return calls.callForLong();
    }

    private void set(VhostUserRequest request, long value) {
        calls.begin(request).addLong(value);
        calls.send();
    }

    private void set(VhostUserRequest request, int index, int value) {
        calls.begin(request).addInt(index).addInt(value);
        calls.send();
    }

    private boolean has(long protocolFeature) {
        return (protocolFeatures & protocolFeature) != 0;
    }

    private void require(long protocolFeature) {
        if (!has(protocolFeature)) {
            throw new VhostUserException(
                    "protocol feature " + ProtocolFeature.describe(protocolFeature) + " was not agreed on",
                    "both ends must have it; agreed on: " + ProtocolFeature.describe(protocolFeatures),
                    false,
                    null);
        }
    }

    /** The features in use, without {@link VirtioFeature#PROTOCOL_FEATURES}. */
    public long features() {
        return features & ~VirtioFeature.PROTOCOL_FEATURES;
    }

    /** All features the back end offers, without {@link VirtioFeature#PROTOCOL_FEATURES}. */
    public long offeredFeatures() {
        return offeredFeatures & ~VirtioFeature.PROTOCOL_FEATURES;
    }

    /** The protocol features in use, masks from {@link ProtocolFeature}. */
    public long protocolFeatures() {
        return protocolFeatures;
    }

    /** How many queues the back end has: ring pairs for net, rings for other devices; 1 if it does not say. */
    public int queueLimit() {
        return queueLimit;
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
                index, new SplitDriverQueue(ring, memory.guestOffset(), size, features, indirectEntries));
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
        set(VhostUserRequest.SET_VRING_NUM, index, queue.driver().size());
        set(VhostUserRequest.SET_VRING_BASE, index, availIndex);
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
        if ((features & VirtioFeature.PROTOCOL_FEATURES) != 0) {
            set(VhostUserRequest.SET_VRING_ENABLE, index, enabled ? 1 : 0);
        }
    }

    /** Stops a ring, after the device has finished what it took, and answers the next entry it would have taken. */
    public int stopQueue(FrontendQueue queue) {
        calls.begin(VhostUserRequest.GET_VRING_BASE).addInt(queue.index()).addInt(0);
        return calls.call(RING_BYTES).intAt(Integer.BYTES);
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
        return events != null && events.receiveConfigChange(timeout);
    }

    /** Sets the largest packet that will be sent, in bytes. */
    public void setMtu(int mtu) {
        require(ProtocolFeature.MTU);
        set(VhostUserRequest.NET_SET_MTU, mtu);
    }

    /** Writes the device status, see {@link io.ipdk.virtio.VirtioStatus}. */
    public void setStatus(int status) {
        require(ProtocolFeature.STATUS);
        set(VhostUserRequest.SET_STATUS, status);
    }

    /** Tells the device that all its rings are there, where it can be told; some back ends move no data before. */
    public void driverReady() {
        if (has(ProtocolFeature.STATUS)) {
            setStatus(NEGOTIATED | VirtioStatus.DRIVER_OK);
        }
    }

    /** Reads the device status. */
    public int status() {
        require(ProtocolFeature.STATUS);
        return (int) get(VhostUserRequest.GET_STATUS);
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
        set(VhostUserRequest.SEND_RARP, Long.reverseBytes(mac << 16));
    }

    /** Ends the connection. Queues and memory stay with the caller. */
    @Override
    public void close() {
        if (events != null) {
            events.close();
        }
        calls.close();
    }
}
