package io.ipdk.virtio.block;

import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.block.protocol.BlockStatus;
import io.ipdk.virtio.block.store.BlockStore;
import io.ipdk.virtio.block.store.SegmentList;
import org.jspecify.annotations.Nullable;

/**
 * One request from its fetch to its answer: what was read from the guest, once and checked, and where the answer goes.
 *
 * <p>Reusable. Belongs to its queue (guarded by the queue's gate), except while a worker carries it out.
 */
final class BlockRequest {
    /** The queue that it came from and goes back to. */
    final BlockQueue queue;

    /** Where the bytes of IN go to, or those of OUT come from. */
    final SegmentList data = new SegmentList();

    /** What DISCARD and WRITE_ZEROES are about. */
    final RangeList ranges = new RangeList();

    int head;
    BlockRequestType type = BlockRequestType.IN;

    /** First byte on the disk. */
    long offset;

    /** Address of the status byte. */
    long statusAddress;

    /** Bytes written to the guest, without a gap from the start of the writable part, if it goes well, and if it fails. */
    int okBytes;

    int failedBytes;

    long fetchedNanos;

    /** Whether the write must be durable before its answer. */
    boolean durable;

    byte status;

    @Nullable
    Throwable failure;

    /** The next one in the list that this one is in. */
    @Nullable
    BlockRequest next;

    BlockRequest(BlockQueue queue) {
        this.queue = queue;
    }

    /** Carries the request out on the store, and makes it durable if it must be. */
    void execute(BlockStore store) {
        executeUnsynced(store);
        if (durable && status == BlockStatus.OK) {
            try {
                store.flush();
            } catch (Throwable e) {
                end(e);
            }
        }
    }

    /** Carries the request out on the store, without the flush that follows a durable write. */
    void executeUnsynced(BlockStore store) {
        Throwable thrown = null;
        try {
            switch (type) {
                case IN -> store.read(offset, data);
                case OUT -> store.write(offset, data);
                case FLUSH -> store.flush();
                case DISCARD -> discard(store);
                case WRITE_ZEROES -> writeZeroes(store);
                case GET_ID -> throw new IllegalStateException("GET_ID is not for the store");
            }
        } catch (Throwable e) {
            thrown = e;
        }
        end(thrown);
    }

    private void discard(BlockStore store) {
        for (int i = 0; i < ranges.count(); i++) {
            store.discard(ranges.offset(i), ranges.bytes(i));
        }
    }

    private void writeZeroes(BlockStore store) {
        for (int i = 0; i < ranges.count(); i++) {
            store.writeZeroes(ranges.offset(i), ranges.bytes(i), ranges.mayUnmap(i));
        }
    }

    /** Notes how it went. Whatever was thrown costs this request only, and is reported with the answer. */
    void end(@Nullable Throwable thrown) {
        failure = thrown;
        if (thrown == null) {
            status = BlockStatus.OK;
        } else {
            status = thrown instanceof UnsupportedOperationException ? BlockStatus.UNSUPP : BlockStatus.IOERR;
        }
    }

    /** How many bytes of the disk it is about. */
    long bytes() {
        return switch (type) {
            case IN, OUT -> data.bytes();
            case DISCARD, WRITE_ZEROES -> ranges.totalBytes();
            case FLUSH, GET_ID -> 0;
        };
    }

    /** The first byte of the disk it is about; 0 if it is about none in particular. */
    long firstByte() {
        return switch (type) {
            case IN, OUT -> offset;
            case DISCARD, WRITE_ZEROES -> ranges.count() == 0 ? 0 : ranges.offset(0);
            case FLUSH, GET_ID -> 0;
        };
    }
}
