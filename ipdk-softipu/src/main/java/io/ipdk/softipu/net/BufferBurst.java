package io.ipdk.softipu.net;

import io.ipdk.nativeaccess.posix.DirectMemory;
import io.ipdk.port.PacketBurst;
import io.ipdk.virtio.net.FrameOffload;
import io.ipdk.virtio.net.NetFrame;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A burst of frames in direct buffers. Confined to one thread at a time (the one that polls). */
final class BufferBurst implements PacketBurst {
    /** An odd number of cache lines, so that frames do not crowd into one set of the cache. */
    private static final int STRIDE = ((NetFrame.MAX_BYTES + 63) / 64 | 1) * 64;

    private static final int MAX_CAPACITY = Integer.MAX_VALUE / STRIDE - 1;

    private final DirectMemory memory;
    private final long address;
    private final ByteBuffer[] buffers;
    private final long[] offloads;
    private int size;

    BufferBurst(int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("a burst of " + capacity + " frames: the range is 1 to " + MAX_CAPACITY);
        }
        memory = DirectMemory.allocate(capacity * STRIDE);
        address = memory.address();
        buffers = new ByteBuffer[capacity];
        offloads = new long[capacity];
        for (int i = 0; i < capacity; i++) {
            buffers[i] = memory.slice(i * STRIDE, NetFrame.MAX_BYTES);
        }
    }

    @Override
    public int capacity() {
        return buffers.length;
    }

    @Override
    public int maxFrameBytes() {
        return NetFrame.MAX_BYTES;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void clear() {
        size = 0;
    }

    @Override
    public ByteBuffer frame(int index) {
        return buffers[Objects.checkIndex(index, size)];
    }

    @Override
    public ByteBuffer append(int length) {
        if (size == buffers.length) {
            throw new IndexOutOfBoundsException("the burst is full: it holds " + size + " frames");
        }
        if (length < 0 || length > NetFrame.MAX_BYTES) {
            throw new IndexOutOfBoundsException(
                    "a frame of " + length + " bytes: the range is 0 to " + NetFrame.MAX_BYTES);
        }
        offloads[size] = FrameOffload.NONE;
        return buffers[size++].limit(length).position(0);
    }

    /** Adds a copy of a frame from a host; the burst must not be full. */
    void append(NetFrame frame) {
        int index = size++;
        frame.copyTo(addressOf(index));
        buffers[index].limit(frame.length()).position(0);
        offloads[index] = frame.offload();
    }

    long addressOf(int index) {
        return address + (long) index * STRIDE;
    }

    int lengthOf(int index) {
        return buffers[index].limit();
    }

    long offloadOf(int index) {
        return offloads[index];
    }

    @Override
    public boolean checksumPending(int index) {
        return FrameOffload.checksumPending(offloads[Objects.checkIndex(index, size)]);
    }

    /** A frame that is to be cut keeps its checksum pending: each segment will have its own. */
    @Override
    public void completeChecksum(int index) {
        ByteBuffer frame = frame(index);
        long offload = offloads[index];
        if (!FrameOffload.checksumPending(offload) || FrameOffload.segmentSize(offload) != 0) {
            return;
        }
        FrameOffload.completeChecksum(addressOf(index), frame.limit(), offload);
        offloads[index] = FrameOffload.NONE;
    }

    @Override
    public int segmentSize(int index) {
        return FrameOffload.segmentSize(offloads[Objects.checkIndex(index, size)]);
    }

    @Override
    public String toString() {
        return size + " frames of at most " + buffers.length;
    }
}
