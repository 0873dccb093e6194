package io.ipdk.nativeaccess.dpdk.tag;

import io.ipdk.nativeaccess.dpdk.mbuf.MbufBurst;

/**
 * Counts packets and bytes by tag. What has no tag, or one beyond the range, is counted apart.
 *
 * <p>Confined to one thread (the one that polls); other threads may read, and see each value some time later.
 */
public final class SourceCounters {
    private final PacketTags tags;
    private final long[] packets;
    private final long[] bytes;

    /**
     * @param sources tags 0 to one less are counted each by itself
     */
    public SourceCounters(PacketTags tags, int sources) {
        if (sources < 1 || sources - 1 > tags.spec().maxValue()) {
            throw new IllegalArgumentException(
                    sources + " sources: the range is 1 to what " + tags.spec().bits() + " bits can tell apart");
        }
        this.tags = tags;
        packets = new long[sources + 1];
        bytes = new long[sources + 1];
    }

    /** Counts every packet of a burst. */
    public void count(MbufBurst burst) {
        for (int i = 0; i < burst.size(); i++) {
            int tag = tags.read(burst, i);
            int slot = tag < 0 || tag >= packets.length - 1 ? packets.length - 1 : tag;
            packets[slot]++;
            bytes[slot] += burst.length(i);
        }
    }

    /** Packets of a source. */
    public long packets(int source) {
        return packets[checked(source)];
    }

    /** Bytes of a source, tag headers included. */
    public long bytes(int source) {
        return bytes[checked(source)];
    }

    /** Packets without a tag, or with one beyond the range. */
    public long unknownPackets() {
        return packets[packets.length - 1];
    }

    private int checked(int source) {
        return java.util.Objects.checkIndex(source, packets.length - 1);
    }
}
