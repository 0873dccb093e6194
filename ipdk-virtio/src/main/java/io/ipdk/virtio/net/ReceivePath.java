package io.ipdk.virtio.net;

import io.ipdk.port.DropCause;
import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import org.jspecify.annotations.Nullable;

/**
 * The direction to the host: puts frames into the buffers the driver has offered.
 *
 * <p>The first frame of a burst enters the gates of the receive queues, {@link #flush} publishes and leaves them. Confined
 * to one thread at a time (the one that delivers).
 */
final class ReceivePath {
    private final NetState state;
    private final DeviceVirtqueue[] queues;
    private final FlowTable flows;
    private final NetCounters counters = new NetCounters();
    private final RateLimiter limiter = new RateLimiter();
    private final ReceiveCursor cursor = new ReceiveCursor();

    private @Nullable NetSettings adopted;
    private int maxPacket;
    private boolean linkUp;

    private NegotiatedNet negotiated = NegotiatedNet.NOTHING;

    // The burst: which gates were entered, and which of the queues behind them can be used.
    private boolean open;
    private final boolean[] entered;
    private final DeviceVirtqueue[] usable;
    private int usableCount;
    private boolean passedBy;
    private long frames;
    private long bytes;

    ReceivePath(NetState state, DeviceVirtqueue[] queues, FlowTable flows) {
        this.state = state;
        this.queues = queues;
        this.flows = flows;
        this.entered = new boolean[queues.length];
        this.usable = new DeviceVirtqueue[queues.length];
    }

    NetCounters counters() {
        return counters;
    }

    Delivery offer(NetFrame frame, long now) {
        adopt(state.settings, now);
        if (!linkUp) {
            return drop(DropCause.LINK_DOWN);
        }
        if (frame.packetLength() > maxPacket) {
            return drop(DropCause.TOO_LONG);
        }
        if (!limiter.admits(now)) {
            return drop(DropCause.RATE_LIMIT);
        }
        if (!open) {
            open();
        }
        if (usableCount == 0) {
            return drop(passedBy ? DropCause.QUEUE_DISABLED : DropCause.NOT_CONNECTED);
        }
        SplitDeviceQueue ring = choose(frame).ring();
        if (ring == null) {
            return drop(DropCause.NOT_CONNECTED);
        }
        if (frame.isPlain()) {
            return put(ring, frame);
        }
        return putWithOffload(ring, frame);
    }

    private Delivery putWithOffload(SplitDeviceQueue ring, NetFrame frame) {
        if (frame.needsSegmentation() && !negotiated.givesSegmentation(frame.gsoType())) {
            return putSegments(ring, frame);
        }
        if (frame.needsChecksum() && !negotiated.givesPartialChecksum()) {
            return put(ring, frame.software().completed(frame));
        }
        return put(ring, frame);
    }

    /** Delivers as many segments as there are buffers for; those that find none are counted. */
    private Delivery putSegments(SplitDeviceQueue ring, NetFrame frame) {
        TcpSegmenter segments = frame.software().segmentsOf(frame, !negotiated.givesPartialChecksum());
        NetFrame segment = segments.next();
        boolean any = false;
        while (segment != null) {
            if (put(ring, segment) == Delivery.NO_BUFFER) {
                if (!any) {
                    return Delivery.NO_BUFFER;
                }
                counters.dropped(DropCause.NO_BUFFER, 1L + segments.remaining());
                return Delivery.DELIVERED;
            }
            any = true;
            segment = segments.next();
        }
        return Delivery.DELIVERED;
    }

    private Delivery put(SplitDeviceQueue ring, NetFrame frame) {
        boolean done = cursor.put(ring, frame, negotiated.headerBytes, negotiated.mergeable);
        if (cursor.faultyChains() > 0) {
            counters.dropped(DropCause.MALFORMED_CHAIN, cursor.faultyChains());
        }
        if (!done) {
            return Delivery.NO_BUFFER;
        }
        limiter.take(frame.length());
        frames++;
        bytes += frame.length();
        return Delivery.DELIVERED;
    }

    private Delivery drop(DropCause cause) {
        counters.dropped(cause);
        return Delivery.DROPPED;
    }

    private DeviceVirtqueue choose(NetFrame frame) {
        if (queues.length == 1) {
            return usable[0];
        }
        int hash = FlowHash.of(frame);
        int known = flows.pairOf(hash);
        if (known >= 0 && known < queues.length) {
            for (int i = 0; i < usableCount; i++) {
                if (usable[i] == queues[known]) {
                    return usable[i];
                }
            }
        }
        return usable[hash % usableCount];
    }

    private void open() {
        open = true;
        usableCount = 0;
        passedBy = false;
        for (int i = 0; i < queues.length; i++) {
            DeviceVirtqueue queue = queues[i];
            entered[i] = queue.tryEnter();
            SplitDeviceQueue ring = entered[i] ? queue.ring() : null;
            if (ring != null && queue.enabled()) {
                ring.available();
                usable[usableCount++] = queue;
            } else {
                passedBy |= !entered[i] || ring != null;
            }
        }
        // Inside the gates, where nobody negotiates.
        negotiated = state.negotiated;
    }

    /** Shows the driver what was delivered since the last call, and leaves the gates. */
    void flush() {
        if (!open) {
            return;
        }
        open = false;
        try {
            for (int i = 0; i < queues.length; i++) {
                if (entered[i]) {
                    entered[i] = false;
                    publish(queues[i]);
                }
            }
        } finally {
            leaveAll();
            counters.passed(frames, bytes);
            frames = 0;
            bytes = 0;
        }
    }

    /** Leaves the gates that are still entered after a failure. */
    private void leaveAll() {
        for (int i = 0; i < queues.length; i++) {
            if (entered[i]) {
                entered[i] = false;
                queues[i].exit();
            }
        }
    }

    private static void publish(DeviceVirtqueue queue) {
        try {
            SplitDeviceQueue ring = queue.ring();
            if (ring != null) {
                if (ring.publish() > 0) {
                    queue.notifyDriver();
                }
                if (ring.isBroken()) {
                    queue.reportBroken();
                }
            }
        } finally {
            queue.exit();
        }
    }

    // Equal settings in another object are rare, and adopting them again does no harm.
    @SuppressWarnings("ReferenceEquality")
    private void adopt(NetSettings settings, long now) {
        if (settings == adopted) {
            return;
        }
        if (adopted == null || !adopted.rateLimit().equals(settings.rateLimit())) {
            limiter.reconfigure(settings.rateLimit(), now);
        }
        adopted = settings;
        maxPacket = settings.mtu();
        linkUp = settings.linkUp();
    }
}
