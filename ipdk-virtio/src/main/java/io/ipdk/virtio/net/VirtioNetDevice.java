package io.ipdk.virtio.net;

import io.ipdk.port.DropCause;
import io.ipdk.port.PortStats;
import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.FrontendHandle;
import io.ipdk.virtio.VirtioDevice;
import io.ipdk.virtio.agent.KickWatch;
import io.ipdk.virtio.net.protocol.NetConfigLayout;
import io.ipdk.virtio.net.protocol.NetFeature;
import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network interface for a host (VIRTIO 1.3, clause 5.1), served by whoever polls it: the software IPU's switch, or the
 * application.
 *
 * <p>{@link #pollTransmit} takes what the driver sends, {@link #deliver} and {@link #flushReceive} bring it what others
 * send. Each of the two directions is confined to one thread at a time, and the two may be different threads; {@link
 * #arm}, {@link #disarm} and {@link #deadlineNanos} belong to the thread of {@code pollTransmit}. All other methods are
 * thread-safe. None of the datapath methods blocks, allocates, or fails for what the driver has done.
 *
 * <p>With several queue pairs, frames of a flow come to the pair the driver has sent the flow on, others are spread by
 * flow over the pairs that the driver has enabled.
 */
public final class VirtioNetDevice implements VirtioDevice {
    /** The device number of net in VIRTIO 1.3, clause 5. */
    public static final int DEVICE_ID = 1;

    /** The most queue pairs a device can have. */
    public static final int MAX_QUEUE_PAIRS = 64;

    private final NetState state;
    private final DeviceVirtqueue[] queues;
    private final DeviceVirtqueue[] receiveQueues;
    private final DeviceVirtqueue[] transmitQueues;
    private final TransmitPath transmit;
    private final ReceivePath receive;
    private final RarpAnnouncement announcement = new RarpAnnouncement();
    private volatile @Nullable FrontendHandle frontend;
    private volatile @Nullable KickWatch watch;

    /**
     * Makes a device that no front end is connected to.
     *
     * @param queuePairs 1 to {@link #MAX_QUEUE_PAIRS}
     */
    public VirtioNetDevice(int queuePairs, NetSettings settings) {
        if (queuePairs < 1 || queuePairs > MAX_QUEUE_PAIRS) {
            throw new IllegalArgumentException(queuePairs + " queue pairs: the range is 1 to " + MAX_QUEUE_PAIRS);
        }
        state = new NetState(settings);
        queues = new DeviceVirtqueue[2 * queuePairs];
        receiveQueues = new DeviceVirtqueue[queuePairs];
        transmitQueues = new DeviceVirtqueue[queuePairs];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new DeviceVirtqueue(i);
            (isReceive(i) ? receiveQueues : transmitQueues)[i / 2] = queues[i];
        }
        FlowTable flows = new FlowTable();
        transmit = new TransmitPath(state, transmitQueues, flows);
        receive = new ReceivePath(state, receiveQueues, flows);
    }

    private static boolean isReceive(int queue) {
        return (queue & 1) == 0;
    }

    // ---- datapath

    /**
     * Takes a burst of what the driver sends: checks it, hands each good frame to the sink, and gives the buffers back.
     * Frames over the rate limit stay in the ring.
     *
     * @param burst working memory of this thread
     * @param maxFrames most frames to take from each queue; the burst's capacity is another limit
     * @param maxBytes bytes after which no further frame is taken
     * @param now {@link System#nanoTime}
     * @return how many frames were taken from the driver, the dropped ones included
     */
    public int pollTransmit(FrameBurst burst, FrameSink sink, int maxFrames, int maxBytes, long now) {
        if (announcement.isPending()) {
            announcement.poll(burst, sink);
        }
        return transmit.poll(burst, sink, maxFrames, maxBytes, now);
    }

    /**
     * Brings the driver a frame, and counts it as dropped where that cannot be done. It sees the frame after {@link
     * #flushReceive}, which must follow soon: until then the queues are closed to the transport.
     *
     * @return whether it was delivered
     */
    public boolean deliver(NetFrame frame, long now) {
        Delivery delivery = receive.offer(frame, now);
        if (delivery == Delivery.NO_BUFFER) {
            receive.counters().dropped(DropCause.NO_BUFFER);
        }
        return delivery == Delivery.DELIVERED;
    }

    /** As {@link #deliver}, for senders that can wait: a frame that finds no buffer is not counted. */
    public Delivery offer(NetFrame frame, long now) {
        return receive.offer(frame, now);
    }

    /** Counts a frame for the host that was dropped before it came here. */
    public void countDropToHost(DropCause cause) {
        receive.counters().dropped(cause);
    }

    /** Shows the driver all frames delivered since the last call, and interrupts it if it wants that. */
    public void flushReceive() {
        receive.flush();
    }

    /** Names who is told of the driver's kicks, or nobody where the device is polled all the time. */
    public void watchWith(@Nullable KickWatch next) {
        watch = next;
        for (DeviceVirtqueue queue : transmitQueues) {
            queue.watchWith(next);
        }
    }

    /** Asks the driver for kicks, before the polling thread sleeps; true if there is work already. */
    public boolean arm() {
        return transmit.arm() || announcement.isPending();
    }

    /** Asks the driver for no kicks, after the polling thread has woken. */
    public void disarm() {
        transmit.disarm();
    }

    /** When frames held back by the rate limit can go on; {@link Long#MAX_VALUE} if none are. */
    public long deadlineNanos(long now) {
        return transmit.deadlineNanos(now);
    }

    /** Reports that an access to guest memory has failed; true if it was this device's front end that took it away. */
    public boolean memoryFault(Throwable fault) {
        FrontendHandle handle = frontend;
        return handle != null && handle.memoryFault(fault);
    }

    // ---- settings and observation

    public NetSettings settings() {
        return state.settings;
    }

    /** Changes the settings from the next burst on, and tells the driver if it can see the difference. */
    public void configure(NetSettings settings) {
        NetSettings before;
        synchronized (state) {
            before = state.settings;
            state.settings = settings;
        }
        FrontendHandle handle = frontend;
        if (handle != null && before.differsForDriver(settings)) {
            handle.configChanged();
        }
        // A sleeping poller has computed its deadline from the old limit.
        wake();
    }

    private void wake() {
        KickWatch sleeper = watch;
        if (sleeper != null) {
            sleeper.wake();
        }
    }

    /** What was carried and dropped; both directions. */
    public PortStats stats(Instant since, Instant at) {
        NetCounters from = transmit.counters();
        NetCounters to = receive.counters();
        Map<DropCause, Long> drops = new EnumMap<>(DropCause.class);
        from.addDropsTo(drops);
        to.addDropsTo(drops);
        return new PortStats(since, at, from.frames(), from.bytes(), to.frames(), to.bytes(), drops);
    }

    /** Whether a front end is connected. */
    public boolean isConnected() {
        return frontend != null;
    }

    /** How many pairs the driver has set up and enabled. */
    public int activeQueuePairs() {
        int active = 0;
        for (DeviceVirtqueue queue : receiveQueues) {
            queue.enter();
            try {
                active += queue.ring() != null && queue.enabled() ? 1 : 0;
            } finally {
                queue.exit();
            }
        }
        return active;
    }

    /** The feature bits the driver has acknowledged; 0 before that. */
    public long negotiatedFeatures() {
        return state.negotiated.features;
    }

    // ---- what the transport asks

    @Override
    public int deviceId() {
        return DEVICE_ID;
    }

    @Override
    public long features() {
        return NetFeature.offered(receiveQueues.length);
    }

    @Override
    public int queueCount() {
        return queues.length;
    }

    @Override
    public int maxQueuePairsOrQueues() {
        return receiveQueues.length;
    }

    @Override
    public long protocolFeatures() {
        return ProtocolFeature.MTU | ProtocolFeature.RARP | ProtocolFeature.CONFIG;
    }

    @Override
    public int configSize() {
        return NetConfigLayout.BYTES;
    }

    @Override
    public void readConfig(int offset, byte[] target, int targetOffset, int length) {
        System.arraycopy(NetConfigSpace.of(state.settings, receiveQueues.length), offset, target, targetOffset, length);
    }

    @Override
    public DeviceVirtqueue queue(int index) {
        return queues[index];
    }

    @Override
    public void connected(FrontendHandle handle) {
        frontend = handle;
    }

    @Override
    public void disconnected(DisconnectCause cause, String reason) {
        frontend = null;
        state.negotiated = NegotiatedNet.NOTHING;
    }

    @Override
    public void featuresNegotiated(long features) {
        state.negotiated = new NegotiatedNet(features);
    }

    @Override
    public void queueStarted(int index) {
        // Transmit rings are polled, and of receive rings only the buffers are of interest: no kicks.
        queues[index].disarm();
    }

    @Override
    public boolean setMtu(int mtu) {
        return mtu <= state.settings.mtu();
    }

    @Override
    public void rarp(long mac) {
        announcement.ask(mac);
        wake();
    }

    @Override
    public String toString() {
        return "net device " + state.settings.mac() + " with " + receiveQueues.length + " queue pairs";
    }
}
