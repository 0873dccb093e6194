package io.ipdk.port;

import java.nio.ByteBuffer;

/**
 * A reusable array of Ethernet frames in memory outside the heap. A burst of one port may be sent on another port of the
 * same IPU: what the host left to be done (checksum, segmentation) travels with each frame.
 *
 * <p>Confined to one thread at a time (the one that polls).
 */
public interface PacketBurst {

    /** Most frames it holds. */
    int capacity();

    /** Most bytes of one frame. */
    int maxFrameBytes();

    /** Frames it holds now. */
    int size();

    /** Forgets all frames. */
    void clear();

    /**
     * The bytes of frame {@code index}: position 0, limit = the frame's length, capacity {@link #maxFrameBytes()}. The same
     * buffer object is handed out each time; a changed limit is the frame's new length.
     *
     * @throws IndexOutOfBoundsException index not below {@link #size()}
     */
    ByteBuffer frame(int index);

    /**
     * Adds a frame of {@code length} bytes of unspecified content, with nothing left to be done, and returns it to be filled.
     *
     * @throws IndexOutOfBoundsException the burst is full, or the length above {@link #maxFrameBytes()}
     */
    ByteBuffer append(int length);

    /** Whether the host left the transport checksum of this frame to be filled in. */
    boolean checksumPending(int index);

    /** Fills in the transport checksum if it is pending. Needed before the frame leaves by other ways than a port. */
    void completeChecksum(int index);

    /** Payload bytes of each segment this frame is to be cut into; 0 = it is one ordinary frame. */
    int segmentSize(int index);
}
