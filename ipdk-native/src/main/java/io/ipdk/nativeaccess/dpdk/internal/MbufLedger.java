package io.ipdk.nativeaccess.dpdk.internal;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows for each mbuf whether the application holds it, to catch what is given back twice. For debugging: it costs a map
 * operation per packet. Thread-safe.
 */
public final class MbufLedger {
    private final ConcurrentHashMap<Long, Boolean> held = new ConcurrentHashMap<>();

    /** The application got these. */
    public void acquired(long array, int count) {
        for (int i = 0; i < count; i++) {
            held.put(address(array, i), Boolean.TRUE);
        }
    }

    /**
     * The application gives these back.
     *
     * @throws IllegalStateException if it does not hold one of them; none counts as given back then
     */
    public void released(long array, int count, String how) {
        for (int i = 0; i < count; i++) {
            if (held.remove(address(array, i)) == null) {
                String mbuf = "0x" + Long.toHexString(address(array, i));
                for (int j = 0; j < i; j++) {
                    held.put(address(array, j), Boolean.TRUE);
                }
                throw new IllegalStateException("mbuf " + mbuf + " is " + how
                        + " but was already given back: it was freed or sent before, or is in a burst twice");
            }
        }
    }

    /** Mbufs the application holds now. */
    public int size() {
        return held.size();
    }

    private static long address(long array, int index) {
        return io.ipdk.nativeaccess.memory.RawMemory.getLong(array + (long) index * Long.BYTES);
    }
}
