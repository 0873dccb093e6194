package io.ipdk.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ipdk.disk.DiskLimits;
import io.ipdk.limit.IopsLimit;
import io.ipdk.unit.Iops;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.block.store.BlockStore;
import io.ipdk.virtio.block.store.FileStore;
import io.ipdk.virtio.block.store.MemoryStore;
import io.ipdk.virtio.queue.SplitDriverQueue;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steady state allocates nothing, whatever a request asks for and wherever it waits. */
class BlockAllocationTest {
    private static final int ROUNDS = 3_000;
    private static final int BURST = 16;
    private static final int BLOCK = 4096;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TestClock clock = new TestClock();
    private final long[] addresses = new long[4];
    private final int[] lengths = {16, BLOCK / 2, BLOCK / 2, 1};

    /** Bytes allocated on all threads of the disk while the driver does the same thing over and over again. */
    private long allocatedBy(BlockStore store, DiskLimits limits, BlockRequestType type) {
        VirtioBlockDevice device = new VirtioBlockDevice(
                BlockDeviceSpec.of("disk0").withIoThreads(2),
                store,
                BlockDeviceListener.NONE,
                (kind, nanos, requests) -> {},
                clock);
        try (TestGuest guest = new TestGuest(device, clock)) {
            device.limit(limits);
            addresses[0] = guest.header(type.wireValue(), 8);
            addresses[1] = guest.allocate(BLOCK);
            addresses[2] = guest.allocate(BLOCK);
            addresses[3] = guest.allocate(1);
            rounds(guest, type);
            long[] ids = threads.getAllThreadIds();
            long before = sum(threads.getThreadAllocatedBytes(ids));
            rounds(guest, type);
            return sum(threads.getThreadAllocatedBytes(ids)) - before;
        }
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += Math.max(0, value);
        }
        return sum;
    }

    private void rounds(TestGuest guest, BlockRequestType type) {
        SplitDriverQueue ring = guest.ring(0);
        int readable = type == BlockRequestType.IN ? 1 : 3;
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < BURST; i++) {
                ring.offer(addresses, lengths, readable, 4 - readable, i);
            }
            ring.publish();
            for (int answered = 0; answered < BURST; ) {
                guest.device.agent().doWork(clock.nanos());
                clock.advance(1_000);
                while (ring.pollUsed() >= 0) {
                    answered++;
                }
            }
        }
    }

    /** Far below one byte a request; what the measurement and the JVM's own threads cost is not zero. */
    private static void assertNothing(long allocated) {
        assertThat(allocated).isLessThan(ROUNDS * BURST / 2);
    }

    @Test
    void readsFromMemoryAllocateNothing() {
        try (MemoryStore store = new MemoryStore(1 << 20)) {
            assertNothing(allocatedBy(store, DiskLimits.UNLIMITED, BlockRequestType.IN));
        }
    }

    @Test
    void writesToMemoryAllocateNothing() {
        try (MemoryStore store = new MemoryStore(1 << 20)) {
            assertNothing(allocatedBy(store, DiskLimits.UNLIMITED, BlockRequestType.OUT));
        }
    }

    @Test
    void requestsThatWaitForALimitAllocateNothing() {
        DiskLimits limits = DiskLimits.UNLIMITED.withTotalIops(new IopsLimit(new Iops(500_000), 1));
        try (MemoryStore store = new MemoryStore(1 << 20)) {
            assertNothing(allocatedBy(store, limits, BlockRequestType.OUT));
        }
    }

    @Test
    void readsFromAFileAllocateNothing(@TempDir Path directory) {
        try (FileStore store = FileStore.openOrCreate(directory.resolve("disk.img"), 1 << 20, 512)) {
            assertNothing(allocatedBy(store, DiskLimits.UNLIMITED, BlockRequestType.IN));
        }
    }

    @Test
    void writesToAFileAllocateNothing(@TempDir Path directory) {
        try (FileStore store = FileStore.openOrCreate(directory.resolve("disk.img"), 1 << 20, 512)) {
            assertNothing(allocatedBy(store, DiskLimits.UNLIMITED, BlockRequestType.OUT));
        }
    }
}
