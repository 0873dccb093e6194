package io.ipdk.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.disk.DiskLimits;
import io.ipdk.limit.IopsLimit;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.unit.Iops;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import io.ipdk.virtio.queue.SplitRingLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A guest that builds requests of plausible nonsense and changes them while the disk works. Runs on the checked face of
 * {@link RawMemory}: no access outside of guest memory and store, every chain answered once, the disk works afterwards.
 *
 * <p>The number of rounds is {@code -Dio.ipdk.fuzz.rounds}.
 */
class BlockFuzzTest {
    private static final int ROUNDS = Integer.getInteger("io.ipdk.fuzz.rounds", 20_000);
    private static final int STORE_BYTES = 1 << 20;
    private static final long[] SECTORS = {
        0, 1, 7, 2040, 2047, 2048, -1, -2, 1L << 54, 1L << 55, (1L << 55) - 1, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final int[] LENGTHS = {0, 1, 4, 8, 15, 16, 17, 511, 512, 513, 1024, 4096, 65536, 1 << 20, -1};
    private static final int[] TYPES = {0, 1, 4, 8, 11, 13, 2, 99, -1};

    private final List<BlockFailure> failures = new ArrayList<>();
    private final TestClock clock = new TestClock();

    private SplittableRandom random = new SplittableRandom();
    private long scratch;

    @Test
    void runsOnTheCheckedFace() {
        assertThat(RawMemory.isChecked()).as("-D" + RawMemory.CHECKED_PROPERTY).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void survivesNonsense(long seed) {
        random = new SplittableRandom(seed);
        TestStore store = new TestStore(STORE_BYTES);
        BlockDeviceListener listener = new BlockDeviceListener() {
            @Override
            public void failed(BlockFailure failure) {
                failures.add(failure);
            }
        };
        VirtioBlockDevice device =
                new VirtioBlockDevice(BlockDeviceSpec.of("disk0"), store, listener, LatencyRecorder.NONE, clock);
        try (store;
                TestGuest guest = new TestGuest(device, clock)) {
            scratch = guest.allocate(4 << 20);
            boolean limited = seed % 2 == 0;
            if (limited) {
                device.limit(DiskLimits.UNLIMITED.withTotalIops(new IopsLimit(new Iops(100_000), 1)));
            }
            int avail = 0;
            for (int round = 0; round < ROUNDS; round++) {
                int head = random.nextInt(TestGuest.RING_SIZE);
                writeChain(guest, head);
                guest.head(0, avail & (TestGuest.RING_SIZE - 1), head);
                guest.availIndex(0, random.nextInt(500) == 0 ? random.nextInt() : ++avail);
                device.agent().doWork(clock.nanos());
                clock.advance(random.nextInt(20_000));
                noise();
                SplitDeviceQueue ring = device.queue(0).ring();
                if (ring == null || ring.isBroken() || round % 100 == 99) {
                    avail = guest.stop(0);
                    assertThat(guest.usedIndex(0))
                            .as("every chain was answered once")
                            .isEqualTo(avail);
                    guest.availIndex(0, avail);
                    guest.start(0, avail);
                }
            }
            assertThat(failures)
                    .as("what the store was given is what it can do")
                    .isEmpty();
            BlockStats stats = device.stats();
            assertThat(stats.reads()).isPositive();
            assertThat(stats.writes()).isPositive();
            assertThat(stats.discards()).isPositive();
            assertThat(stats.errors()).isPositive();
            assertThat(stats.unsupported()).isPositive();
            assertThat(stats.malformed()).isPositive();
            assertThat(device.size()).isEqualTo(STORE_BYTES);
        }
    }

    /** One to six descriptors that look like a request, more or less. */
    private void writeChain(TestGuest guest, int head) {
        long header = scratch + random.nextInt(1 << 10);
        RawMemory.putInt(header, TYPES[random.nextInt(TYPES.length)]);
        RawMemory.putLong(header + 8, sector());
        RawMemory.putLong(header + 16, sector());
        RawMemory.putInt(header + 24, random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(64));
        RawMemory.putInt(header + 28, random.nextInt(8) == 0 ? random.nextInt(4) : 0);
        boolean readsData = random.nextBoolean();
        int count = 2 + random.nextInt(5);
        int index = head;
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            boolean writable = last || (i > 0 && readsData) || random.nextInt(20) == 0;
            int next = random.nextInt(40) == 0 ? random.nextInt(0x10000) : (index + 1) % TestGuest.RING_SIZE;
            long address = i == 0 ? header : scratch + random.nextInt(3 << 20);
            if (random.nextInt(50) == 0) {
                address = random.nextLong();
            }
            int flags = (last ? 0 : SplitRingLayout.FLAG_NEXT) | (writable ? SplitRingLayout.FLAG_WRITE : 0);
            guest.descriptor(0, index, address, lengthOf(i, last), flags, next);
            index = next % TestGuest.RING_SIZE;
        }
    }

    private long sector() {
        return random.nextInt(3) == 0 ? SECTORS[random.nextInt(SECTORS.length)] : random.nextInt(2048);
    }

    private int lengthOf(int index, boolean last) {
        if (random.nextInt(6) == 0) {
            return LENGTHS[random.nextInt(LENGTHS.length)];
        }
        return index == 0 ? (random.nextBoolean() ? 16 : 32) : last ? 1 : 512 << random.nextInt(4);
    }

    /** Changes bytes anywhere in the memory that requests are made of. */
    private void noise() {
        for (int i = 0; i < 4; i++) {
            RawMemory.putByte(scratch + random.nextInt(1 << 11), (byte) random.nextInt());
        }
    }
}
