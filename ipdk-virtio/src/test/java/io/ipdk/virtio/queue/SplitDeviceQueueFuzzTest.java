package io.ipdk.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.memory.MemoryRegion;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A guest that writes noise into its ring while the device works. Runs on the checked face of {@link RawMemory}, so that an
 * access outside of guest memory fails the test: no such access, no endless loop, every chain returned exactly once.
 *
 * <p>The number of rounds is {@code -Dio.ipdk.fuzz.rounds}.
 */
class SplitDeviceQueueFuzzTest {
    private static final int ROUNDS = Integer.getInteger("io.ipdk.fuzz.rounds", 20_000);

    /** What hostile addresses and lengths are made of: borders, and the numbers next to them. */
    private static final long[] ADDRESSES = {
        0,
        -1,
        Ring.RING,
        Ring.BUFFERS,
        Ring.BUFFERS + 0x4000,
        Ring.BORDER,
        Ring.BORDER + Ring.REGION_BYTES,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private static final int[] LENGTHS = {0, 1, 16, 32, 0x1000, 0x10000, 0x100000, 0x200000, 0x7fffffff, -1, -16};

    @Test
    void runsOnTheCheckedFace() {
        assertThat(RawMemory.isChecked()).as("-D" + RawMemory.CHECKED_PROPERTY).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "4, 0", "8, 1", "16, 2", "64, 3", "256, 3"})
    void survivesNoiseInTheRing(int size, int features) {
        SplittableRandom random = new SplittableRandom(size * 31L + features);
        long bits = ((features & 1) != 0 ? Ring.INDIRECT : 0) | ((features & 2) != 0 ? Ring.EVENT_IDX : 0);
        DescriptorChain chain = new DescriptorChain(128, 0x40000);
        int faulty = 0;
        int good = 0;
        try (Ring ring = new Ring(size, bits)) {
            fillWithPlausibleNoise(ring, random);
            int avail = 0;
            for (int round = 0; round < ROUNDS; round++) {
                mutate(ring, random);
                avail += random.nextInt(4) == 0 ? random.nextInt(size + 1) : 1;
                ring.availIndex(random.nextInt(1000) == 0 ? random.nextInt() : avail);
                int offered = ring.device.available();
                assertThat(offered).isBetween(0, size);
                int returned = 0;
                int fetched = 0;
                while (ring.device.next(chain)) {
                    fetched++;
                    mutate(ring, random);
                    checkInsideGuestMemory(ring, chain);
                    if (chain.isFaulty()) {
                        faulty++;
                    } else {
                        good++;
                    }
                    ring.device.addUsed(chain.head(), 0);
                    returned++;
                }
                assertThat(fetched).isLessThanOrEqualTo(offered);
                assertThat(ring.device.publish()).isEqualTo(returned);
                ring.device.interruptNeeded();
                ring.device.armKicks();
                ring.device.suppressKicks();
                assertThat(ring.device.inFlight()).isZero();
                if (ring.device.isBroken()) {
                    ring.device = ring.deviceAt(avail);
                } else {
                    avail = ring.device.availIndex();
                }
            }
        }
        assertThat(faulty).as("faulty chains").isGreaterThan(ROUNDS / 50);
        assertThat(good).as("good chains").isGreaterThan(ROUNDS / 50);
    }

    private static void checkInsideGuestMemory(Ring ring, DescriptorChain chain) {
        int bytes = 0;
        for (int i = 0; i < chain.segments(); i++) {
            assertThat(chain.length(i)).isPositive();
            bytes += chain.length(i);
            long address = chain.address(i);
            boolean inside = false;
            for (MemoryRegion region : ring.memory.regions()) {
                inside |= address >= region.hostAddress()
                        && address + chain.length(i) <= region.hostAddress() + region.size();
            }
            assertThat(inside).isTrue();
        }
        assertThat(chain.readableBytes() + chain.writableBytes()).isEqualTo(bytes);
        assertThat(bytes).isLessThanOrEqualTo(0x40000);
    }

    private static void fillWithPlausibleNoise(Ring ring, SplittableRandom random) {
        for (int i = 0; i < ring.size; i++) {
            plausibleDescriptor(ring.driver.descriptorTable() + 16L * i, random, ring.size);
            ring.head(i, random.nextInt(ring.size));
        }
        for (int i = 0; i < 256; i++) {
            plausibleDescriptor(ring.hostOf(Ring.BUFFERS + 0x4000 + 16L * i), random, 32);
        }
    }

    private static void plausibleDescriptor(long host, SplittableRandom random, int size) {
        long address =
                ADDRESSES[random.nextInt(ADDRESSES.length)] + (random.nextBoolean() ? 0 : random.nextInt(-64, 64));
        int length = LENGTHS[random.nextInt(LENGTHS.length)] + (random.nextInt(4) == 0 ? random.nextInt(-1, 2) : 0);
        boolean indirect = random.nextInt(4) == 0;
        if (indirect && random.nextInt(4) > 0) {
            address = Ring.BUFFERS + 0x4000 + 16L * random.nextInt(200);
            length = 16 * random.nextInt(0, 40);
        } else if (random.nextInt(3) > 0) {
            address = Ring.BUFFERS + random.nextInt(0x100000);
            length = random.nextInt(0x2000);
        }
        int flags = (indirect ? SplitRingLayout.FLAG_INDIRECT : 0) | random.nextInt(4);
        int next = random.nextInt(8) == 0 ? random.nextInt(0x10000) : random.nextInt(size);
        Ring.descriptorAt(host, address, length, flags, next);
    }

    /** Changes a descriptor, a head, an indirect entry, or one byte anywhere in the ring's memory. */
    private static void mutate(Ring ring, SplittableRandom random) {
        switch (random.nextInt(6)) {
            case 0, 1 ->
                plausibleDescriptor(ring.driver.descriptorTable() + 16L * random.nextInt(ring.size), random, ring.size);
            case 2 -> ring.head(random.nextInt(ring.size), random.nextInt(ring.size));
            case 3 ->
                ring.head(random.nextInt(ring.size), random.nextInt(64) == 0 ? 0xffff : random.nextInt(ring.size));
            case 4 -> plausibleDescriptor(ring.hostOf(Ring.BUFFERS + 0x4000 + 16L * random.nextInt(256)), random, 32);
            default ->
                RawMemory.putByte(ring.ringRegion.hostAddress() + random.nextLong(ring.ringRegion.size()), (byte)
                        random.nextInt());
        }
    }
}
