package io.ipdk.virtio.block;

import static io.ipdk.virtio.block.protocol.BlockRequestLayout.FLAG_UNMAP;
import static io.ipdk.virtio.block.protocol.BlockRequestLayout.HEADER_BYTES;
import static io.ipdk.virtio.block.protocol.BlockRequestLayout.ID_BYTES;
import static io.ipdk.virtio.block.protocol.BlockRequestLayout.SECTOR;
import static io.ipdk.virtio.block.protocol.BlockRequestLayout.SECTOR_BYTES;
import static io.ipdk.virtio.block.protocol.BlockRequestLayout.SEGMENT_BYTES;
import static io.ipdk.virtio.block.protocol.BlockRequestLayout.SEGMENT_FLAGS;
import static io.ipdk.virtio.block.protocol.BlockRequestLayout.SEGMENT_NUM_SECTORS;
import static io.ipdk.virtio.block.protocol.BlockRequestLayout.SEGMENT_SECTOR;
import static io.ipdk.virtio.block.protocol.BlockRequestLayout.STATUS_BYTES;
import static io.ipdk.virtio.block.protocol.BlockRequestLayout.TYPE;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.block.protocol.BlockFeature;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.block.protocol.BlockStatus;
import io.ipdk.virtio.block.store.BlockStore;
import io.ipdk.virtio.block.store.SegmentList;
import io.ipdk.virtio.queue.DescriptorChain;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Makes a request of a chain: reads its header once, whatever descriptors it is spread over, and checks everything in it.
 *
 * <p>Confined to the queue's gate.
 */
final class RequestParser {
    /** Answer of {@link #parse}: the request is good and for the store. */
    static final int EXECUTE = -1;

    /** Answer of {@link #parse}: the chain has no room for a status. */
    static final int UNANSWERABLE = -2;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final BlockDeviceSpec spec;
    private final BlockStore store;
    private final byte[] id;
    private final byte[] copied;
    private long features;

    RequestParser(BlockDeviceSpec spec, BlockStore store) {
        this.spec = spec;
        this.store = store;
        this.id = spec.serialBytes();
        this.copied =
                new byte[SEGMENT_BYTES * Math.max(RequestLimits.MAX_DISCARD_SEG, RequestLimits.MAX_WRITE_ZEROES_SEG)];
    }

    void negotiated(long negotiated) {
        features = negotiated;
    }

    /**
     * Fills the request from the chain.
     *
     * @return {@link #EXECUTE}, {@link #UNANSWERABLE}, or the {@link BlockStatus} to answer at once
     */
    int parse(DescriptorChain chain, BlockRequest request) {
        int dataRoom = chain.writableBytes() - STATUS_BYTES;
        if (dataRoom < 0) {
            return UNANSWERABLE;
        }
        int last = chain.segments() - 1;
        request.statusAddress = chain.address(last) + chain.length(last) - STATUS_BYTES;
        request.failedBytes = answerBytes(dataRoom, 0);
        request.okBytes = request.failedBytes;
        request.data.clear();
        request.ranges.clear();
        if (chain.readableBytes() < HEADER_BYTES) {
            return BlockStatus.IOERR;
        }
        int wireType;
        long sector;
        if (chain.length(0) >= HEADER_BYTES) {
            long header = chain.address(0);
            wireType = RawMemory.getInt(header + TYPE);
            sector = RawMemory.getLong(header + SECTOR);
        } else {
            chain.read(0, copied, 0, HEADER_BYTES);
            wireType = (int) INT.get(copied, TYPE);
            sector = (long) LONG.get(copied, SECTOR);
        }
        BlockRequestType type = BlockRequestType.of(wireType);
        if (type == null) {
            return BlockStatus.UNSUPP;
        }
        request.type = type;
        return switch (type) {
            case IN -> read(chain, request, sector, dataRoom);
            case OUT -> write(chain, request, sector);
            case FLUSH -> EXECUTE;
            case GET_ID -> id(chain, request, dataRoom);
            case DISCARD ->
                has(BlockFeature.DISCARD)
                        ? ranges(chain, request, RequestLimits.MAX_DISCARD_SEG, RequestLimits.MAX_DISCARD_SECTORS, 0)
                        : BlockStatus.UNSUPP;
            case WRITE_ZEROES ->
                has(BlockFeature.WRITE_ZEROES)
                        ? ranges(
                                chain,
                                request,
                                RequestLimits.MAX_WRITE_ZEROES_SEG,
                                RequestLimits.MAX_WRITE_ZEROES_SECTORS,
                                FLAG_UNMAP)
                        : BlockStatus.UNSUPP;
        };
    }

    /** Bytes written without a gap from the start of the writable part, when the data part is filled up to there. */
    private static int answerBytes(int dataRoom, int filled) {
        return filled == dataRoom ? filled + STATUS_BYTES : filled;
    }

    private boolean has(long feature) {
        return (features & feature) != 0;
    }

    private int read(DescriptorChain chain, BlockRequest request, long sector, int bytes) {
        if (!isInside(sector, bytes)) {
            return BlockStatus.IOERR;
        }
        request.offset = sector * SECTOR_BYTES;
        request.okBytes = answerBytes(bytes, bytes);
        collect(chain, chain.readableSegments(), 0, bytes, request.data);
        return EXECUTE;
    }

    private int write(DescriptorChain chain, BlockRequest request, long sector) {
        int bytes = chain.readableBytes() - HEADER_BYTES;
        if (store.readOnly() || !isInside(sector, bytes)) {
            return BlockStatus.IOERR;
        }
        request.offset = sector * SECTOR_BYTES;
        collect(chain, 0, HEADER_BYTES, bytes, request.data);
        return EXECUTE;
    }

    /** Takes bytes from a segment on, less some at the start, into a list. */
    private static void collect(DescriptorChain chain, int firstSegment, int skipped, int bytes, SegmentList target) {
        int skip = skipped;
        int left = bytes;
        for (int i = firstSegment; left > 0; i++) {
            int length = chain.length(i);
            if (length <= skip) {
                skip -= length;
                continue;
            }
            int part = Math.min(length - skip, left);
            target.add(chain.address(i) + skip, part);
            skip = 0;
            left -= part;
        }
    }

    /** Whether a range is made of logical blocks and lies on the disk; the sector is any 64 bits. */
    private boolean isInside(long sector, long bytes) {
        long sectors = store.size() / SECTOR_BYTES;
        long blockMask = spec.logicalBlockSize() - 1L;
        return Long.compareUnsigned(sector, sectors) <= 0
                && bytes <= (sectors - sector) * SECTOR_BYTES
                && (bytes & blockMask) == 0
                && (sector * SECTOR_BYTES & blockMask) == 0;
    }

    private int id(DescriptorChain chain, BlockRequest request, int dataRoom) {
        int bytes = Math.min(ID_BYTES, dataRoom);
        chain.write(0, id, 0, bytes);
        request.okBytes = answerBytes(dataRoom, bytes);
        return BlockStatus.OK;
    }

    private int ranges(DescriptorChain chain, BlockRequest request, int maxSegments, int maxSectors, int allowedFlags) {
        int bytes = chain.readableBytes() - HEADER_BYTES;
        if (store.readOnly() || bytes == 0 || bytes % SEGMENT_BYTES != 0 || bytes > maxSegments * SEGMENT_BYTES) {
            return BlockStatus.IOERR;
        }
        chain.read(HEADER_BYTES, copied, 0, bytes);
        for (int at = 0; at < bytes; at += SEGMENT_BYTES) {
            long sector = (long) LONG.get(copied, at + SEGMENT_SECTOR);
            int sectors = (int) INT.get(copied, at + SEGMENT_NUM_SECTORS);
            int flags = (int) INT.get(copied, at + SEGMENT_FLAGS);
            if ((flags & ~allowedFlags) != 0) {
                return BlockStatus.UNSUPP;
            }
            long rangeBytes = Integer.toUnsignedLong(sectors) * SECTOR_BYTES;
            if (Integer.compareUnsigned(sectors, maxSectors) > 0 || !isInside(sector, rangeBytes)) {
                return BlockStatus.IOERR;
            }
            if (sectors != 0) {
                request.ranges.add(sector * SECTOR_BYTES, rangeBytes, (flags & FLAG_UNMAP) != 0);
            }
        }
        return EXECUTE;
    }
}
