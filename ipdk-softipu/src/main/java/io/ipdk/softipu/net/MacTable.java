package io.ipdk.softipu.net;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Remembers behind which port an address was seen last.
 *
 * <p>Sets of eight entries in flat arrays: a look-up touches one set, forgetting leaves no tombstones, and nothing is ever
 * allocated. Where an address falls is not foreseeable from outside, so nobody can aim at a set. Entries age; a port has at
 * most its quota of them and takes the place of its own oldest neighbour beyond that, never of another port's.
 *
 * <p>Confined to the thread of the switch.
 */
final class MacTable {
    static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(300);

    private static final int WAYS = 8;
    private static final long FREE = -1;

    private final long[] macs;
    private final @Nullable SwitchPort[] ports;
    private final long[] seen;
    private final int setBits;
    private final long seed;
    private final int quota;
    private int sweepAt;

    /**
     * Makes an empty table.
     *
     * @param setBits the number of sets as a power of two
     * @param quota most entries of one port
     * @param seed anything that others do not know
     */
    MacTable(int setBits, int quota, long seed) {
        this.setBits = setBits;
        this.quota = quota;
        this.seed = seed | 1;
        int entries = WAYS << setBits;
        macs = new long[entries];
        ports = new SwitchPort[entries];
        seen = new long[entries];
        Arrays.fill(macs, FREE);
    }

    /** The port behind which an address was seen, null if that is not known or too long ago. */
    @Nullable
    SwitchPort find(long mac, long now) {
        int entry = entryOf(mac);
        return entry >= 0 && now - seen[entry] <= MAX_AGE_NANOS ? ports[entry] : null;
    }

    private int entryOf(long mac) {
        int first = firstOf(mac);
        for (int i = first; i < first + WAYS; i++) {
            if (macs[i] == mac) {
                return i;
            }
        }
        return -1;
    }

    private int firstOf(long mac) {
        long mixed = (mac ^ mac >>> 24) * seed;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8_FEB8_6659_FD93L;
        return (int) (mixed >>> (64 - setBits)) * WAYS;
    }

    /** Notes that an address known behind this port was seen again; false if it is not known there. */
    boolean refresh(long mac, SwitchPort port, long now) {
        int entry = entryOf(mac);
        if (entry < 0 || ports[entry] != port) {
            return false;
        }
        seen[entry] = now;
        return true;
    }

    /** Notes that an address was seen behind a port; false if there was no room for it. */
    boolean learn(long mac, SwitchPort port, long now) {
        int entry = entryOf(mac);
        if (entry < 0) {
            entry = roomFor(mac, port, now);
        } else if (ports[entry] != port && isFull(port)) {
            return false;
        }
        if (entry < 0) {
            return false;
        }
        free(entry);
        macs[entry] = mac;
        ports[entry] = port;
        seen[entry] = now;
        port.learned++;
        return true;
    }

    private boolean isFull(SwitchPort port) {
        return port.learned >= quota;
    }

    /** A free or outdated entry of the address's set, else the oldest one there of the port itself. */
    private int roomFor(long mac, SwitchPort port, long now) {
        int first = firstOf(mac);
        int own = -1;
        for (int i = first; i < first + WAYS; i++) {
            SwitchPort owner = ports[i];
            boolean free = owner == null || now - seen[i] > MAX_AGE_NANOS;
            if (free && (!isFull(port) || owner == port)) {
                return i;
            }
            if (owner == port && (own < 0 || seen[i] - seen[own] < 0)) {
                own = i;
            }
        }
        return own;
    }

    /** Frees what is outdated in the next few sets, so that ports get their quota back. */
    void sweep(int sets, long now) {
        for (int n = 0; n < sets * WAYS; n++) {
            if (ports[sweepAt] != null && now - seen[sweepAt] > MAX_AGE_NANOS) {
                free(sweepAt);
            }
            sweepAt = sweepAt + 1 < ports.length ? sweepAt + 1 : 0;
        }
    }

    /** Forgets all addresses behind a port. */
    void forget(SwitchPort port) {
        for (int i = 0; i < ports.length; i++) {
            if (ports[i] == port) {
                free(i);
            }
        }
    }

    private void free(int entry) {
        SwitchPort owner = ports[entry];
        if (owner != null) {
            owner.learned--;
            ports[entry] = null;
            macs[entry] = FREE;
        }
    }
}
