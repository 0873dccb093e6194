package io.ipdk.virtio.block;

import static io.ipdk.virtio.block.protocol.BlockRequestLayout.SECTOR_BYTES;

import io.ipdk.virtio.block.protocol.BlockConfigLayout;
import io.ipdk.virtio.block.store.BlockStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The configuration space of a disk: what a driver reads of it, and the one byte that it writes. Thread-safe. */
final class BlockConfigSpace {
    private final BlockDeviceSpec spec;
    private final BlockStore store;
    private volatile boolean writeBack = true;

    BlockConfigSpace(BlockDeviceSpec spec, BlockStore store) {
        this.spec = spec;
        this.store = store;
    }

    /**
     * What the driver wrote last: whether it wants a volatile write cache. It stays over resets and reconnections, because
     * front ends stop and start rings without the driver's knowledge and do not write it again.
     */
    boolean isWriteBack() {
        return writeBack;
    }

    void read(int offset, byte[] target, int targetOffset, int length) {
        System.arraycopy(image(), offset, target, targetOffset, length);
    }

    private byte[] image() {
        int blocksPerPage = RequestLimits.PAGE_BYTES / spec.logicalBlockSize();
        ByteBuffer image = ByteBuffer.allocate(BlockConfigLayout.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        image.putLong(BlockConfigLayout.CAPACITY, store.size() / SECTOR_BYTES);
        image.putInt(BlockConfigLayout.SIZE_MAX, RequestLimits.SIZE_MAX);
        image.putInt(BlockConfigLayout.SEG_MAX, RequestLimits.SEG_MAX);
        image.putInt(BlockConfigLayout.BLK_SIZE, spec.logicalBlockSize());
        image.put(BlockConfigLayout.PHYSICAL_BLOCK_EXP, (byte) Integer.numberOfTrailingZeros(blocksPerPage));
        image.putShort(BlockConfigLayout.MIN_IO_SIZE, (short) blocksPerPage);
        image.put(BlockConfigLayout.WRITEBACK, (byte) (writeBack ? 1 : 0));
        image.putShort(BlockConfigLayout.NUM_QUEUES, (short) spec.queues());
        if (!store.readOnly()) {
            image.putInt(BlockConfigLayout.MAX_DISCARD_SECTORS, RequestLimits.MAX_DISCARD_SECTORS);
            image.putInt(BlockConfigLayout.MAX_DISCARD_SEG, RequestLimits.MAX_DISCARD_SEG);
            image.putInt(BlockConfigLayout.DISCARD_SECTOR_ALIGNMENT, RequestLimits.PAGE_BYTES / SECTOR_BYTES);
            image.putInt(BlockConfigLayout.MAX_WRITE_ZEROES_SECTORS, RequestLimits.MAX_WRITE_ZEROES_SECTORS);
            image.putInt(BlockConfigLayout.MAX_WRITE_ZEROES_SEG, RequestLimits.MAX_WRITE_ZEROES_SEG);
            image.put(BlockConfigLayout.WRITE_ZEROES_MAY_UNMAP, (byte) 1);
        }
        return image.array();
    }

    /** Takes the write cache mode; false for anything else. */
    boolean write(int offset, byte[] source, int sourceOffset, int length) {
        if (offset != BlockConfigLayout.WRITEBACK || length != 1) {
            return false;
        }
        byte mode = source[sourceOffset];
        if (mode != 0 && mode != 1) {
            return false;
        }
        writeBack = mode == 1;
        return true;
    }
}
