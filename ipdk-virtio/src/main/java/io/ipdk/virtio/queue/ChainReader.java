package io.ipdk.virtio.queue;

import static io.ipdk.virtio.queue.SplitRingLayout.DESCRIPTOR_BYTES;
import static io.ipdk.virtio.queue.SplitRingLayout.DESCRIPTOR_LENGTH;
import static io.ipdk.virtio.queue.SplitRingLayout.FLAG_INDIRECT;
import static io.ipdk.virtio.queue.SplitRingLayout.FLAG_NEXT;
import static io.ipdk.virtio.queue.SplitRingLayout.FLAG_WRITE;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.memory.GuestMemory;
import org.jspecify.annotations.Nullable;

/**
 * Follows a chain through the descriptor table, and through an indirect table, into a {@link DescriptorChain}.
 *
 * <p>Every descriptor is loaded once, in two 8-byte loads, into locals; checks and use see the same value whatever the
 * guest writes meanwhile. (A Java local cannot be loaded again behind the program's back, other than in C.)
 *
 * <p>Confined to the thread of its queue.
 */
final class ChainReader {
    /** The longest indirect table taken on a smaller ring; drivers use more entries than the ring has (QEMU's limit). */
    static final int MIN_INDIRECT_LIMIT = 1024;

    private final int size;
    private final boolean indirectNegotiated;
    private GuestMemory memory;
    private long descriptorTable;

    ChainReader(GuestMemory memory, int size, long descriptorTable, boolean indirectNegotiated) {
        this.size = size;
        this.indirectNegotiated = indirectNegotiated;
        this.memory = memory;
        this.descriptorTable = descriptorTable;
    }

    void rebind(GuestMemory newMemory, long newDescriptorTable) {
        memory = newMemory;
        descriptorTable = newDescriptorTable;
    }

    /** Takes the snapshot of the chain that starts at a head below the queue size. */
    void read(int head, DescriptorChain chain) {
        chain.begin(head);
        boolean indirect = false;
        long table = descriptorTable;
        int entries = size;
        int index = head;
        int count = 0;
        boolean writing = false;
        while (true) {
            long descriptor = table + (long) index * DESCRIPTOR_BYTES;
            if (indirect) {
                // Entry by entry, for a table may cross regions that are neighbours in the guest only.
                descriptor = memory.translate(descriptor, DESCRIPTOR_BYTES);
                if (descriptor == GuestMemory.UNMAPPED) {
                    chain.fail(ChainFault.INDIRECT_UNMAPPED);
                    return;
                }
            }
            long address = RawMemory.getLong(descriptor);
            long rest = RawMemory.getLong(descriptor + DESCRIPTOR_LENGTH);
            int flags = flags(rest);

            if ((flags & FLAG_INDIRECT) != 0) {
                ChainFault fault = checkIndirect(indirect, flags, length(rest));
                if (fault != null) {
                    chain.fail(fault);
                    return;
                }
                indirect = true;
                table = address;
                entries = (int) (length(rest) / DESCRIPTOR_BYTES);
                index = 0;
                count = 0;
                continue;
            }

            boolean write = (flags & FLAG_WRITE) != 0;
            if (writing && !write) {
                chain.fail(ChainFault.READABLE_AFTER_WRITABLE);
                return;
            }
            writing = write;
            if (!append(address, length(rest), write, chain) || (flags & FLAG_NEXT) == 0) {
                return;
            }
            index = next(rest);
            if (index >= entries) {
                chain.fail(ChainFault.NEXT_OUT_OF_RANGE);
                return;
            }
            if (++count == entries) {
                chain.fail(ChainFault.LOOP);
                return;
            }
        }
    }

    private @Nullable ChainFault checkIndirect(boolean nested, int flags, long tableBytes) {
        if (!indirectNegotiated) {
            return ChainFault.INDIRECT_NOT_NEGOTIATED;
        }
        if (nested) {
            return ChainFault.INDIRECT_NESTED;
        }
        if ((flags & FLAG_NEXT) != 0) {
            return ChainFault.INDIRECT_AND_NEXT;
        }
        long limit = (long) Math.max(size, MIN_INDIRECT_LIMIT) * DESCRIPTOR_BYTES;
        if (tableBytes == 0 || tableBytes % DESCRIPTOR_BYTES != 0 || tableBytes > limit) {
            return ChainFault.INDIRECT_LENGTH;
        }
        return null;
    }

    /** Adds one buffer; false if that made the chain faulty. */
    private boolean append(long address, long length, boolean write, DescriptorChain chain) {
        if (length == 0) {
            return true;
        }
        if (length > chain.bytesLeft()) {
            chain.fail(ChainFault.TOO_MANY_BYTES);
            return false;
        }
        long host = memory.translate(address, length);
        if (host == GuestMemory.UNMAPPED) {
            return appendPieces(address, length, write, chain);
        }
        if (!chain.append(host, (int) length, write)) {
            chain.fail(ChainFault.TOO_MANY_SEGMENTS);
            return false;
        }
        return true;
    }

    /** Adds a buffer that crosses regions, or is not guest memory at all. */
    private boolean appendPieces(long address, long length, boolean write, DescriptorChain chain) {
        long left = length;
        long at = address;
        while (left > 0) {
            long bytes = Math.min(left, memory.contiguous(at));
            if (bytes == 0) {
                chain.fail(ChainFault.UNMAPPED);
                return false;
            }
            if (!chain.append(memory.translate(at, bytes), (int) bytes, write)) {
                chain.fail(ChainFault.TOO_MANY_SEGMENTS);
                return false;
            }
            at += bytes;
            left -= bytes;
        }
        return true;
    }

    // The second half of a descriptor: length in bits 0–31, flags in 32–47, next in 48–63.

    private static long length(long rest) {
        return rest & 0xffff_ffffL;
    }

    private static int flags(long rest) {
        return (int) (rest >>> 32) & 0xffff;
    }

    private static int next(long rest) {
        return (int) (rest >>> 48);
    }
}
