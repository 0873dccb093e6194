package io.ipdk.softipu.net;

import io.ipdk.virtio.agent.PollAgent;
import io.ipdk.virtio.net.FrameBurst;
import io.ipdk.virtio.net.FrameSink;
import io.ipdk.virtio.net.NetFrame;
import io.ipdk.virtio.net.NetSettings;
import io.ipdk.virtio.net.VirtioNetDevice;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duty cycle of the switch: takes a burst from each port in turn and brings each frame to the port its destination is
 * behind, or to all others.
 *
 * <p>A port may cause only so much work a turn, counted in the bytes that are copied for it, a flooded frame once for each
 * receiver. What it causes beyond that it pays back by sitting out turns, so that no port slows the others more than its
 * share, whatever it sends.
 *
 * <p>Confined to the thread that polls, but for {@link #setPorts} and {@link #adopted}.
 */
final class SwitchAgent implements PollAgent, FrameSink {
    /** What a port may cause a turn. */
    static final int TURN_BYTES = 128 << 10;

    /** What each delivered frame costs besides its bytes. */
    static final int FRAME_COST = 512;

    private static final int TABLE_SET_BITS = 9;
    private static final int TABLE_QUOTA = 512;
    private static final int SWEEP_SETS = 8;
    private static final long SWEEP_INTERVAL_NANOS = 1_000_000_000L;

    /** Addresses that end at the next bridge: 01-80-C2-00-00-00 to -0F (IEEE 802.1Q, 8.6.3). */
    private static final long LINK_LOCAL_GROUPS = 0x0180_C200_000L;

    private static final Logger LOG = LoggerFactory.getLogger(SwitchAgent.class);

    private final String name;
    private final FrameBurst burst;
    private final MacTable table;

    private volatile SwitchPort[] wanted = {};
    private volatile SwitchPort[] ports = {};

    private int firstPort;
    private long nextSweep;
    private long now;
    private @Nullable SwitchPort[] touched = {};
    private int touchedCount;

    // The port being polled, and what it has caused in this turn.
    private @Nullable SwitchPort source;
    private long cost;

    SwitchAgent(String name, FrameBurst burst, long seed) {
        this.name = name;
        this.burst = burst;
        this.table = new MacTable(TABLE_SET_BITS, TABLE_QUOTA, seed);
    }

    @Override
    public String name() {
        return name;
    }

    /** Hands over another list of ports, to be used from the next turn on. Called by one control thread at a time. */
    void setPorts(SwitchPort[] next) {
        wanted = next;
    }

    /** The ports in use: once this is the list handed over, ports that are not in it are not touched any more. */
    SwitchPort[] adopted() {
        return ports;
    }

    @Override
    public int doWork(long nowNanos) {
        now = nowNanos;
        SwitchPort[] current = adopt();
        int work = 0;
        int count = current.length;
        for (int i = 0; i < count; i++) {
            int index = firstPort + i;
            work += poll(current[index < count ? index : index - count]);
        }
        firstPort = firstPort + 1 < count ? firstPort + 1 : 0;
        if (nowNanos - nextSweep >= 0) {
            nextSweep = nowNanos + SWEEP_INTERVAL_NANOS;
            table.sweep(SWEEP_SETS, nowNanos);
        }
        return work;
    }

    private SwitchPort[] adopt() {
        SwitchPort[] next = wanted;
        SwitchPort[] before = ports;
        if (next != before) {
            for (SwitchPort port : before) {
                if (!contains(next, port)) {
                    table.forget(port);
                }
            }
            touched = new SwitchPort[next.length];
            firstPort = 0;
            ports = next;
        }
        return next;
    }

    private static boolean contains(SwitchPort[] ports, SwitchPort port) {
        for (SwitchPort each : ports) {
            if (each == port) {
                return true;
            }
        }
        return false;
    }

    private int poll(SwitchPort port) {
        port.credit = Math.min(TURN_BYTES, port.credit + TURN_BYTES);
        if (port.credit <= 0) {
            // Counts as work: the switch must not fall asleep over a port that is paying back.
            return 1;
        }
        source = port;
        cost = 0;
        int frames;
        try {
            frames = port.device.pollTransmit(burst, this, burst.capacity(), (int) port.credit, now);
        } finally {
            port.credit -= cost;
            flush();
        }
        return frames;
    }

    private void flush() {
        try {
            while (touchedCount > 0) {
                SwitchPort port = touched[--touchedCount];
                if (port != null) {
                    port.touched = false;
                    port.device.flushReceive();
                }
            }
        } finally {
            if (touchedCount > 0) {
                flush();
            }
        }
    }

    @Override
    public boolean frame(NetFrame frame) {
        SwitchPort from = source;
        if (from == null) {
            return false;
        }
        long sender = frame.sourceMac();
        if (!table.refresh(sender, from, now) && !isReserved(sender, from)) {
            table.learn(sender, from, now);
        }
        long destination = frame.destinationMac();
        if (frame.isMulticast()) {
            return destination >>> 4 != LINK_LOCAL_GROUPS && flood(frame, from);
        }
        SwitchPort to = table.find(destination, now);
        if (to == null) {
            return flood(frame, from);
        }
        if (to == from) {
            return false;
        }
        deliver(frame, to);
        return true;
    }

    /** Whether an address belongs to another port that may use no other: it cannot be taken from there. */
    private boolean isReserved(long mac, SwitchPort from) {
        for (SwitchPort port : ports) {
            NetSettings settings = port.device.settings();
            if (port != from && settings.antiSpoofing() && settings.mac().bits() == mac) {
                return true;
            }
        }
        return false;
    }

    private boolean flood(NetFrame frame, SwitchPort from) {
        SwitchPort[] all = ports;
        for (SwitchPort port : all) {
            if (port != from) {
                deliver(frame, port);
            }
        }
        return all.length > 1;
    }

    private void deliver(NetFrame frame, SwitchPort to) {
        cost += frame.length() + FRAME_COST;
        if (!to.touched) {
            to.touched = true;
            touched[touchedCount++] = to;
        }
        to.device.deliver(frame, now);
    }

    @Override
    public boolean arm() {
        boolean busy = wanted != ports;
        for (SwitchPort port : ports) {
            busy |= port.device.arm();
        }
        return busy;
    }

    @Override
    public void disarm() {
        for (SwitchPort port : ports) {
            port.device.disarm();
        }
    }

    @Override
    public long deadlineNanos() {
        long first = NO_DEADLINE;
        for (SwitchPort port : ports) {
            long due = port.device.deadlineNanos(now);
            // Moments wrap around; only differences from now can be compared.
            if (due != NO_DEADLINE && (first == NO_DEADLINE || due - now < first - now)) {
                first = due;
            }
        }
        return first;
    }

    @Override
    public void onFault(Throwable fault) {
        boolean explained = false;
        for (SwitchPort port : ports) {
            explained |= port.device.memoryFault(fault);
        }
        if (!explained) {
            LOG.error("switch {}: a turn failed; its frames are lost, the ports go on", name, fault);
        }
    }

    VirtioNetDevice[] devices() {
        SwitchPort[] all = wanted;
        VirtioNetDevice[] devices = new VirtioNetDevice[all.length];
        for (int i = 0; i < all.length; i++) {
            devices[i] = all[i].device;
        }
        return devices;
    }
}
