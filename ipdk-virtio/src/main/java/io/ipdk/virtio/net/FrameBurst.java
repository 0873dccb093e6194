package io.ipdk.virtio.net;

import io.ipdk.nativeaccess.posix.DirectMemory;
import io.ipdk.port.DropCause;
import io.ipdk.virtio.net.protocol.NetHeaderLayout;
import io.ipdk.virtio.queue.DescriptorChain;
import org.jspecify.annotations.Nullable;

/**
 * The working memory of a thread that moves frames: views, chain snapshots, and private memory for headers. One is enough
 * for any number of devices that the thread polls. The memory is freed with the object.
 *
 * <p>Confined to the thread that polls.
 */
public final class FrameBurst {
    /** A size that makes the cost of publishing small and still fits the first-level cache. */
    public static final int DEFAULT_CAPACITY = 32;

    private static final int MAX_CAPACITY = 64;

    /** Twice what Linux needs for its largest frame; more would let one frame hold up the others. */
    private static final int MAX_SEGMENTS = 64;

    private final DirectMemory memory;
    private final NetFrame[] frames;
    private final DescriptorChain[] chains;

    /** Makes working memory for bursts of {@value #DEFAULT_CAPACITY} frames. */
    public FrameBurst() {
        this(DEFAULT_CAPACITY);
    }

    /**
     * Makes working memory.
     *
     * @param capacity most frames of one burst, 1 to 64
     */
    public FrameBurst(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("a burst of " + capacity + " frames: the range is 1 to " + MAX_CAPACITY);
        }
        memory = DirectMemory.allocate(capacity * NetFrame.SCRATCH_BYTES + SoftwareOffload.SCRATCH_BYTES);
        long scratch = memory.address();
        SoftwareOffload software = new SoftwareOffload(scratch + (long) capacity * NetFrame.SCRATCH_BYTES);
        frames = new NetFrame[capacity];
        chains = new DescriptorChain[capacity];
        for (int i = 0; i < capacity; i++) {
            frames[i] = new NetFrame(scratch + (long) i * NetFrame.SCRATCH_BYTES, software);
            chains[i] = new DescriptorChain(MAX_SEGMENTS, NetFrame.MAX_BYTES + NetHeaderLayout.BYTES);
        }
    }

    /** Most frames of one burst. */
    public int capacity() {
        return frames.length;
    }

    /**
     * Makes a frame of bytes in memory of this process, to be delivered.
     *
     * @param index which view to use, from 0 to {@link #capacity} − 1
     * @param address the first byte, which stays where it is until the frame is delivered
     * @param length bytes, 14 to {@link NetFrame#MAX_BYTES}
     * @param offload what is left to be done, from {@link NetFrame#offload}
     * @return why it cannot be a frame, or null: {@link #frame} has it
     */
    public @Nullable DropCause wrap(int index, long address, int length, long offload) {
        return frames[index].wrap(address, length, offload);
    }

    /**
     * Makes a frame of bytes in an array, to be delivered: all behind the headers is copied once, into guest memory.
     *
     * @param index which view to use, from 0 to {@link #capacity} − 1
     * @param bytes they stay as they are until the frame is delivered
     * @param length bytes, 14 to {@link NetFrame#MAX_BYTES}; nothing is left to be done with them
     * @return why it cannot be a frame, or null: {@link #frame} has it
     */
    public @Nullable DropCause wrap(int index, byte[] bytes, int offset, int length) {
        return frames[index].wrap(bytes, offset, length);
    }

    /** A view. */
    public NetFrame frame(int index) {
        return frames[index];
    }

    /** Private memory that holds nothing between two polls. */
    long scratch() {
        return memory.address();
    }

    DescriptorChain chain(int index) {
        return chains[index];
    }
}
