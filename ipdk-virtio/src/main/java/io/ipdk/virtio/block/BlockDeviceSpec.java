package io.ipdk.virtio.block;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.virtio.block.protocol.BlockRequestLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a block device is to be, apart from its store and its limits; fixed for its life.
 *
 * <p>Immutable.
 *
 * @param name for threads and messages
 * @param serial what GET_ID answers, up to 20 printable ASCII characters
 * @param logicalBlockSize the smallest unit a driver may read or write: 512 or 4096 bytes
 * @param queues number of request queues, 1 to {@value #MAX_QUEUES}
 * @param ioThreads how many requests a store that may block works on at the same time, 1 to {@value #MAX_IO_THREADS}; the
 *     threads are started when they are first needed, and not at all for a store that does not block
 */
public record BlockDeviceSpec(String name, String serial, int logicalBlockSize, int queues, int ioThreads) {
    /** Largest number of queues. */
    public static final int MAX_QUEUES = 64;

    /** Largest number of I/O threads. */
    public static final int MAX_IO_THREADS = 64;

    private static final int DEFAULT_IO_THREADS = 4;

    public BlockDeviceSpec {
        if (serial.length() > BlockRequestLayout.ID_BYTES || !serial.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw new InvalidSpecException("serial", "'" + serial + "'", "up to 20 printable ASCII characters");
        }
        if (logicalBlockSize != 512 && logicalBlockSize != 4096) {
            throw new InvalidSpecException("logicalBlockSize", logicalBlockSize, "512 or 4096 bytes");
        }
        if (queues < 1 || queues > MAX_QUEUES) {
            throw new InvalidSpecException("queues", queues, "1 to " + MAX_QUEUES);
        }
        if (ioThreads < 1 || ioThreads > MAX_IO_THREADS) {
            throw new InvalidSpecException("ioThreads", ioThreads, "1 to " + MAX_IO_THREADS);
        }
    }

    /** Blocks of 512 bytes, one queue, four I/O threads, and (the first 20 characters of) the name as serial. */
    public static BlockDeviceSpec of(String name) {
        String serial =
                name.length() > BlockRequestLayout.ID_BYTES ? name.substring(0, BlockRequestLayout.ID_BYTES) : name;
        return new BlockDeviceSpec(name, serial, BlockRequestLayout.SECTOR_BYTES, 1, DEFAULT_IO_THREADS);
    }

    public BlockDeviceSpec withSerial(String other) {
        return new BlockDeviceSpec(name, other, logicalBlockSize, queues, ioThreads);
    }

    public BlockDeviceSpec withLogicalBlockSize(int bytes) {
        return new BlockDeviceSpec(name, serial, bytes, queues, ioThreads);
    }

    public BlockDeviceSpec withQueues(int count) {
        return new BlockDeviceSpec(name, serial, logicalBlockSize, count, ioThreads);
    }

    public BlockDeviceSpec withIoThreads(int count) {
        return new BlockDeviceSpec(name, serial, logicalBlockSize, queues, count);
    }

    /** The serial as GET_ID shows it: 20 bytes, padded with zeros. */
    byte[] serialBytes() {
        return Arrays.copyOf(serial.getBytes(StandardCharsets.US_ASCII), BlockRequestLayout.ID_BYTES);
    }
}
