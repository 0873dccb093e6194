package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs per frame or per request must not make work for the garbage collector. */
class AllocationTest {
    private static final int BATCH = 20_000;
    private static final int MAX_BATCHES = 50;

    @TempDir
    Path directory;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final MappedMemory memory = MappedMemory.anonymous(8192);
    private final long address = memory.address();

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void signalAndDrainAllocateNothing() {
        try (EventFd event = EventFd.create()) {
            assertAllocatesNothing(() -> {
                event.signal();
                event.drain();
                event.drain();
            });
        }
    }

    @Test
    void awaitAndWakeAllocateNothing() {
        try (Poller poller = Poller.create();
                EventFd event = EventFd.create()) {
            poller.add(event.fd(), 1);
            assertAllocatesNothing(() -> {
                poller.await(0);
                event.signal();
                poller.wake();
                poller.await(1_000_000_000);
                event.drain();
                poller.await(1);
            });
        }
    }

    @Test
    void readsAndWritesAllocateNothing() {
        try (PosixFile file = PosixFile.open(directory.resolve("file"), FileMode.CREATE);
                IoVector vector = new IoVector(2)) {
            assertAllocatesNothing(() -> {
                file.pwrite(address, 4096, 0);
                file.pread(address, 4096, 0);
                vector.clear();
                vector.add(address, 512);
                vector.add(address + 4096, 512);
                file.pwritev(vector, 0);
                vector.clear();
                vector.add(address, 1024);
                file.preadv(vector, 0);
            });
        }
    }

    @Test
    void rawMemoryAllocatesNothing() {
        byte[] array = new byte[64];
        assertAllocatesNothing(() -> {
            RawMemory.putLongRelease(address, RawMemory.getLongAcquire(address) + 1);
            RawMemory.putShortRelease(address + 8, RawMemory.getShortAcquire(address + 10));
            RawMemory.getAndBitwiseOrInt(address + 16, 1);
            RawMemory.copy(address, address + 4096, 1500);
            RawMemory.copyToArray(address, array, 0, 64);
            RawMemory.copyFromArray(array, 0, address, 64);
            RawMemory.fill(address, 512, (byte) 3);
        });
    }

    // The steady state begins when the compiler is through, which takes it an unknown number of rounds.
    private void assertAllocatesNothing(Runnable body) {
        long allocated = Long.MAX_VALUE;
        for (int batch = 0; batch < MAX_BATCHES && allocated >= BATCH; batch++) {
            allocated = allocatedByBatch(body);
        }
        // The smallest object has 16 bytes; less than one byte a round is the measurement's own.
        assertThat(allocated).isLessThan(BATCH);
    }

    private long allocatedByBatch(Runnable body) {
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < BATCH; i++) {
            body.run();
        }
        return threads.getThreadAllocatedBytes(thread) - before;
    }
}
