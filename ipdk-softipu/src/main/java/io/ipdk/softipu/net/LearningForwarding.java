package io.ipdk.softipu.net;

import io.ipdk.virtio.net.NetFrame;
import io.ipdk.virtio.net.NetSettings;

/**
 * A learning bridge: each frame goes to the port its destination is behind, or to all others. Confined to the thread of the
 * switch.
 */
final class LearningForwarding implements Forwarding {
    private static final int TABLE_SET_BITS = 9;
    private static final int TABLE_QUOTA = 512;
    private static final int SWEEP_SETS = 8;
    private static final long SWEEP_INTERVAL_NANOS = 1_000_000_000L;

    /** Addresses that end at the next bridge: 01-80-C2-00-00-00 to -0F (IEEE 802.1Q, 8.6.3). */
    private static final long LINK_LOCAL_GROUPS = 0x0180_C200_000L;

    private final MacTable table;
    private SwitchPort[] ports = {};
    private long nextSweep;

    /**
     * Makes one that knows no address.
     *
     * @param seed anything that others do not know
     */
    LearningForwarding(long seed) {
        table = new MacTable(TABLE_SET_BITS, TABLE_QUOTA, seed);
    }

    @Override
    public void adopt(SwitchPort[] before, SwitchPort[] after) {
        for (SwitchPort port : before) {
            if (!contains(after, port)) {
                table.forget(port);
            }
        }
        ports = after;
    }

    private static boolean contains(SwitchPort[] ports, SwitchPort port) {
        for (SwitchPort each : ports) {
            if (each == port) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int turn(Deliveries out) {
        long now = out.now();
        if (now - nextSweep >= 0) {
            nextSweep = now + SWEEP_INTERVAL_NANOS;
            table.sweep(SWEEP_SETS, now);
        }
        return 0;
    }

    @Override
    public boolean frame(NetFrame frame, SwitchPort from, Deliveries out) {
        long now = out.now();
        long sender = frame.sourceMac();
        if (!table.refresh(sender, from, now) && !isReserved(sender, from)) {
            table.learn(sender, from, now);
        }
        long destination = frame.destinationMac();
        if (frame.isMulticast()) {
            return destination >>> 4 != LINK_LOCAL_GROUPS && flood(frame, from, out);
        }
        SwitchPort to = table.find(destination, now);
        if (to == null) {
            return flood(frame, from, out);
        }
        if (to == from) {
            return false;
        }
        out.deliver(frame, to);
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

    private boolean flood(NetFrame frame, SwitchPort from, Deliveries out) {
        SwitchPort[] all = ports;
        for (SwitchPort port : all) {
            if (port != from) {
                out.deliver(frame, port);
            }
        }
        return all.length > 1;
    }
}
