package io.ipdk.virtio.block.channel;

import java.util.Arrays;

/**
 * Which addresses the device can reach, to be looked at for each request: a wrong one would not fail here but break the
 * device's side.
 *
 * <p>Thread-safe: adding replaces the arrays.
 */
final class ChannelRegions {

    /** First and last address of each region, in turn. */
    private volatile long[] bounds = {};

    synchronized void add(long address, long bytes) {
        long[] more = Arrays.copyOf(bounds, bounds.length + 2);
        more[bounds.length] = address;
        more[bounds.length + 1] = address + bytes;
        bounds = more;
    }

    void require(long address, int bytes) {
        long[] present = bounds;
        for (int i = 0; i < present.length; i += 2) {
            if (bytes > 0 && address >= present[i] && address <= present[i + 1] - bytes) {
                return;
            }
        }
        throw new IllegalArgumentException(bytes + " bytes at 0x" + Long.toHexString(address)
                + " do not lie in memory that was registered with this channel");
    }
}
