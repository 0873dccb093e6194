package io.ipdk.virtio.net;

import io.ipdk.port.DropCause;
import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.queue.DescriptorChain;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import org.jspecify.annotations.Nullable;

/**
 * The direction from the host: takes frames from the driver's transmit rings, checks them, and hands them to a sink.
 *
 * <p>Confined to one thread at a time (the one that polls).
 */
final class TransmitPath {
    private final NetState state;
    private final DeviceVirtqueue[] queues;
    private final FlowTable flows;
    private final NetCounters counters = new NetCounters();
    private final RateLimiter limiter = new RateLimiter();

    private @Nullable NetSettings adopted;
    private long mac;
    private int maxPacket;
    private boolean linkUp;
    private boolean antiSpoofing;

    private NegotiatedNet negotiated = NegotiatedNet.NOTHING;
    private int firstQueue;
    private boolean waiting;
    private long bytesFetched;

    TransmitPath(NetState state, DeviceVirtqueue[] queues, FlowTable flows) {
        this.state = state;
        this.queues = queues;
        this.flows = flows;
    }

    NetCounters counters() {
        return counters;
    }

    /** Takes up to so many frames and (at most one frame more than) so many bytes from all queues together. */
    int poll(FrameBurst burst, FrameSink sink, int maxFrames, int maxBytes, long now) {
        adopt(state.settings, now);
        waiting = false;
        int frames = 0;
        bytesFetched = 0;
        int start = firstQueue;
        for (int i = 0; i < queues.length && frames < maxFrames && bytesFetched < maxBytes; i++) {
            int pair = start + i < queues.length ? start + i : start + i - queues.length;
            DeviceVirtqueue queue = queues[pair];
            if (!queue.tryEnter()) {
                continue;
            }
            try {
                SplitDeviceQueue ring = queue.ring();
                if (ring != null && ring.available() > 0) {
                    negotiated = state.negotiated;
                    frames += pollRing(burst, sink, pair, ring, maxFrames - frames, maxBytes, now);
                }
                if (ring != null && ring.isBroken()) {
                    queue.reportBroken();
                }
            } finally {
                queue.exit();
            }
        }
        firstQueue = start + 1 < queues.length ? start + 1 : 0;
        return frames;
    }

    private int pollRing(
            FrameBurst burst, FrameSink sink, int pair, SplitDeviceQueue ring, int maxFrames, int maxBytes, long now) {
        DeviceVirtqueue queue = queues[pair];
        @Nullable DropCause closed = !linkUp ? DropCause.LINK_DOWN : queue.enabled() ? null : DropCause.QUEUE_DISABLED;
        int fetched = 0;
        try {
            fetched = fetch(burst, ring, Math.min(maxFrames, burst.capacity()), maxBytes, closed == null, now);
            if (closed != null) {
                counters.dropped(closed, fetched);
            } else {
                forward(burst, sink, pair, fetched);
            }
        } finally {
            if (ring.publish() > 0) {
                queue.notifyDriver();
            }
        }
        return fetched;
    }

    /**
     * Fetches chains and marks them used at once. The driver sees that only when the burst is published, and nothing that
     * goes wrong in between can keep a chain from being returned.
     */
    private int fetch(FrameBurst burst, SplitDeviceQueue ring, int maxFrames, int maxBytes, boolean shaped, long now) {
        int fetched = 0;
        while (fetched < maxFrames && bytesFetched < maxBytes) {
            if (shaped && !limiter.admits(now)) {
                waiting = true;
                break;
            }
            DescriptorChain chain = burst.chain(fetched);
            if (!ring.next(chain)) {
                break;
            }
            ring.addUsed(chain.head(), 0);
            int length = chain.readableBytes();
            if (shaped && length > negotiated.headerBytes) {
                limiter.take(length - negotiated.headerBytes);
            }
            bytesFetched += length;
            fetched++;
        }
        return fetched;
    }

    private void forward(FrameBurst burst, FrameSink sink, int pair, int fetched) {
        // Two loops: the first touches memory that another core has just written, and its misses overlap.
        long good = 0;
        for (int i = 0; i < fetched; i++) {
            if (accept(burst.frame(i), burst.chain(i))) {
                good |= 1L << i;
            }
        }
        long frames = 0;
        long bytes = 0;
        for (int i = 0; i < fetched; i++) {
            if ((good >>> i & 1) != 0) {
                NetFrame frame = burst.frame(i);
                if (queues.length > 1) {
                    flows.sent(FlowHash.of(frame), pair);
                }
                if (sink.frame(frame)) {
                    frames++;
                    bytes += frame.length();
                } else {
                    counters.dropped(DropCause.NO_RECEIVER);
                }
            }
        }
        counters.passed(frames, bytes);
    }

    private boolean accept(NetFrame frame, DescriptorChain chain) {
        @Nullable DropCause cause = chain.isFaulty() ? DropCause.MALFORMED_CHAIN : frame.load(chain, negotiated);
        if (cause == null && frame.packetLength() > maxPacket) {
            cause = DropCause.TOO_LONG;
        }
        // A group address is nobody's; no switch may learn it.
        boolean group = cause == null && (frame.sourceMac() & FrameLayout.GROUP_BIT) != 0;
        if (group || (cause == null && antiSpoofing && SourceGuard.isSpoofed(frame, mac))) {
            cause = DropCause.SPOOFED_SOURCE;
        }
        if (cause != null) {
            counters.dropped(cause);
        }
        return cause == null;
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
        mac = settings.mac().bits();
        maxPacket = settings.mtu();
        linkUp = settings.linkUp();
        antiSpoofing = settings.antiSpoofing();
    }

    /** When frames that the rate limit holds back can go on, {@link Long#MAX_VALUE} if none are. */
    long deadlineNanos(long now) {
        return waiting ? limiter.readyAtNanos(now) : Long.MAX_VALUE;
    }

    /** Asks the driver for kicks; true if there is something to do already. */
    boolean arm() {
        boolean busy = false;
        // Frames held back by the limit are waited for by time; a kick would tell nothing new.
        if (!waiting) {
            for (DeviceVirtqueue queue : queues) {
                if (queue.tryEnter()) {
                    try {
                        busy |= queue.arm();
                    } finally {
                        queue.exit();
                    }
                } else {
                    busy = true;
                }
            }
        }
        return busy;
    }

    /** Asks the driver for no kicks. */
    void disarm() {
        for (DeviceVirtqueue queue : queues) {
            if (queue.tryEnter()) {
                try {
                    queue.disarm();
                } finally {
                    queue.exit();
                }
            }
        }
    }
}
