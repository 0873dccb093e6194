package io.ipdk.nativeaccess.dpdk.tag;

import io.ipdk.nativeaccess.dpdk.mbuf.MbufBurst;

/**
 * Reads and writes one tag of packets; to be implemented for tags in other places too. Nothing it does per packet allocates.
 *
 * <p>Confined to one thread at a time (that of the burst).
 */
public interface PacketTags {
    /** The value of {@link #read} for a packet that has no tag. */
    int NONE = -1;

    /** What the tag is. */
    TagSpec spec();

    /** The tag of a packet, or {@link #NONE}. */
    int read(MbufBurst burst, int index);

    /**
     * Gives a packet a tag.
     *
     * @throws IllegalArgumentException if the value is wider than the tag, or the packet has no room for it
     */
    void write(MbufBurst burst, int index, int value);

    /** Takes the tag off, so that the frame is as it was before {@link #write}; returns it, or {@link #NONE}. */
    int remove(MbufBurst burst, int index);
}
