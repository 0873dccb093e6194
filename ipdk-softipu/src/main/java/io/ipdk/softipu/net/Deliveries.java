package io.ipdk.softipu.net;

import io.ipdk.virtio.net.NetFrame;
import org.jspecify.annotations.Nullable;

/**
 * What a switch brings to ports in one turn: published port by port at the end of a burst, and charged to the port that has
 * caused it. Confined to the thread of the switch.
 */
final class Deliveries {
    /** What each delivered frame costs besides its bytes. */
    static final int FRAME_COST = 512;

    private @Nullable SwitchPort[] touched = {};
    private int touchedCount;
    private long now;
    private long cost;

    /** Makes room for that many ports; nothing may be waiting. */
    void adopt(int ports) {
        touched = new SwitchPort[ports];
    }

    void begin(long nowNanos) {
        now = nowNanos;
    }

    /** The time of this turn. */
    long now() {
        return now;
    }

    /** Starts to count what the next port causes. */
    void resetCost() {
        cost = 0;
    }

    /** Work caused since {@link #resetCost}, in bytes. */
    long cost() {
        return cost;
    }

    /** Charges work on a frame that is not a delivery. */
    void charge(int bytes) {
        cost += bytes + FRAME_COST;
    }

    /** Brings a frame to a port on the switch; where the port cannot take it, the port counts it. */
    void deliver(NetFrame frame, SwitchPort to) {
        charge(frame.length());
        if (!to.touched) {
            to.touched = true;
            touched[touchedCount++] = to;
        }
        to.device.deliver(frame, now);
    }

    /** Shows the drivers what was delivered since the last call. */
    void flush() {
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
}
