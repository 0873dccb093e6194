package io.ipdk.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steady state allocates nothing, on neither side. */
class AllocationTest {
    private static final int BURST = 32;

    private final DescriptorChain chain = new DescriptorChain(64, 0x10000);
    private final long[] addresses = new long[3];
    private final int[] lengths = {12, 1000, 500};

    @ParameterizedTest
    @ValueSource(longs = {0, Ring.EVENT_IDX, Ring.EVENT_IDX | Ring.INDIRECT})
    void burstsAllocateNothing(long features) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        try (Ring ring = new Ring(256, features)) {
            for (int i = 0; i < addresses.length; i++) {
                addresses[i] = ring.hostFor(Ring.BUFFERS + 0x800L * i);
            }
            long target = ring.hostOf(Ring.BORDER);
            bursts(ring, target, 2_000);
            long before = threads.getThreadAllocatedBytes(thread);
            bursts(ring, target, 2_000);
            long allocated = threads.getThreadAllocatedBytes(thread) - before;
            // Not one byte a frame; the measurement itself may cost a little.
            assertThat(allocated).isLessThan(2_000);
        }
    }

    private void bursts(Ring ring, long target, int count) {
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < BURST; j++) {
                ring.driver.offer(addresses, lengths, 2, 1, j);
            }
            ring.driver.publish();
            ring.driver.kickNeeded();
            int available = ring.device.available();
            for (int j = 0; j < available && ring.device.next(chain); j++) {
                chain.read(0, target, 1012);
                RawMemory.copy(target, chain.address(2), 64);
                ring.device.addUsed(chain.head(), 64);
            }
            ring.device.publish();
            ring.device.interruptNeeded();
            int token;
            do {
                token = ring.driver.pollUsed();
            } while (token >= 0);
        }
    }
}
