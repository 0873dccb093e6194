package io.ipdk.benchmarks.stress;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.virtio.memory.GuestMemory;
import io.ipdk.virtio.memory.MemoryRegion;
import io.ipdk.virtio.queue.DescriptorChain;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import io.ipdk.virtio.queue.SplitDriverQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small ring with a buffer, in one slot of a large mapping: jcstress makes states by the million and closes none. One
 * frame has crossed already, so that the first, unconditional notifications are over.
 */
class StressedRing {
    private static final int SIZE = 4;
    private static final int SLOT_BYTES = 512;
    private static final int SLOTS = 1 << 17;
    private static final long GUEST_ADDRESS = 0x1000_0000L;
    private static final MemoryRegion ARENA = new MemoryRegion(
            GUEST_ADDRESS,
            GUEST_ADDRESS,
            (long) SLOTS * SLOT_BYTES,
            MappedMemory.anonymous((long) SLOTS * SLOT_BYTES),
            0);
    private static final GuestMemory MEMORY = GuestMemory.EMPTY.with(ARENA);
    private static final AtomicInteger NEXT_SLOT = new AtomicInteger();

    static final int TOKEN = 3;
    static final int BUFFER_BYTES = 64;

    final long buffer;
    final SplitDriverQueue driver;
    final SplitDeviceQueue device;
    final DescriptorChain chain = new DescriptorChain(4, 1 << 16);

    StressedRing(long features) {
        long slot = (NEXT_SLOT.getAndIncrement() & (SLOTS - 1)) * (long) SLOT_BYTES;
        long host = ARENA.hostAddress() + slot;
        RawMemory.fill(host, SLOT_BYTES, (byte) 0);
        buffer = host + SLOT_BYTES - BUFFER_BYTES;
        driver = new SplitDriverQueue(host, GUEST_ADDRESS - ARENA.hostAddress(), SIZE, features, 0);
        device = new SplitDeviceQueue(
                MEMORY, SIZE, driver.descriptorTable(), driver.availRing(), driver.usedRing(), 0, features);
        offer();
        driver.kickNeeded();
        use(0);
        device.interruptNeeded();
        driver.pollUsed();
    }

    /** The driver offers the buffer and publishes it. */
    final void offer() {
        driver.offer(buffer, BUFFER_BYTES, true, TOKEN);
        driver.publish();
    }

    /** The device fetches a chain, if there is one, and gives it back. */
    final boolean use(int writtenBytes) {
        if (device.available() == 0 || !device.next(chain)) {
            return false;
        }
        device.addUsed(chain.head(), writtenBytes);
        device.publish();
        return true;
    }
}
