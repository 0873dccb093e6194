package io.ipdk.p4target.table;

import java.util.BitSet;

/** Which ports are down; all others are up. Immutable. */
public final class PortStates {
    private final BitSet down;
    private final boolean anyDown;

    public PortStates() {
        this(new BitSet());
    }

    private PortStates(BitSet down) {
        this.down = down;
        anyDown = !down.isEmpty();
    }

    public boolean anyDown() {
        return anyDown;
    }

    /** Whether a port is up; a negative one always is. */
    public boolean isUp(int port) {
        return port < 0 || !down.get(port);
    }

    /** These states with one port set. */
    public PortStates with(int port, boolean up) {
        BitSet copy = (BitSet) down.clone();
        copy.set(port, !up);
        return new PortStates(copy);
    }
}
