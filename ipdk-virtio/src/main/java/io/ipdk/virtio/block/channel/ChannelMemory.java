package io.ipdk.virtio.block.channel;

import io.ipdk.virtio.vhostuser.SharedMemory;
import java.util.Objects;

/**
 * Memory that was shared with the device, for the data of requests. All of it is usable, as the caller divides it.
 *
 * <p>Thread-safe. It lives as long as its channel.
 */
public final class ChannelMemory {
    private final SharedMemory memory;

    ChannelMemory(SharedMemory memory) {
        this.memory = memory;
    }

    /** The address of the first byte, a multiple of the page size. */
    public long address() {
        return memory.address();
    }

    /** The size in bytes. */
    public long size() {
        return memory.size();
    }

    /**
     * The address of a byte.
     *
     * @throws IndexOutOfBoundsException if {@code offset} and the {@code bytes} from there on are not all in this memory
     */
    public long at(long offset, int bytes) {
        return memory.address() + Objects.checkFromIndexSize(offset, (long) bytes, memory.size());
    }
}
