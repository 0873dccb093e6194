package io.ipdk.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.MappedMemory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the next process finds of the work of one that was killed, whenever it was killed. */
class InflightRegionTest {
    private static final int SIZE = 8;
    private static final int GUARD = 0x5a;

    private final Ring ring = new Ring(SIZE, 0);
    private final MappedMemory memory = MappedMemory.anonymous(4096);
    private final long region = memory.address() + 64;
    private final DescriptorChain chain = new DescriptorChain(4, 0x1000);

    @AfterEach
    void unmap() {
        ring.close();
        memory.close();
    }

    /** A new process takes the ring over, at the position that a front end knows of: the used index. */
    private SplitDeviceQueue nextProcess() {
        ring.device = new SplitDeviceQueue(
                ring.memory,
                ring.size,
                ring.driver.descriptorTable(),
                ring.driver.availRing(),
                ring.driver.usedRing(),
                ring.usedIndex(),
                ring.features,
                new InflightRegion(region, ring.size));
        return ring.device;
    }

    private void offer(int... tokens) {
        for (int token : tokens) {
            assertThat(ring.driver.offer(ring.hostFor(Ring.BUFFERS + 64L * token), 64, true, token))
                    .isTrue();
        }
        ring.driver.publish();
    }

    /** Fetches all there is and answers the heads. */
    private List<Integer> fetch(SplitDeviceQueue device) {
        List<Integer> heads = new ArrayList<>();
        device.available();
        while (device.next(chain)) {
            heads.add(chain.head());
        }
        return heads;
    }

    private List<Integer> tokensUsed() {
        List<Integer> tokens = new ArrayList<>();
        for (int token = ring.driver.pollUsed(); token != SplitDriverQueue.NONE; token = ring.driver.pollUsed()) {
            tokens.add(token);
        }
        return tokens;
    }

    private static void use(SplitDeviceQueue device, int... heads) {
        for (int head : heads) {
            device.addUsed(head, 0);
        }
    }

    @Test
    void whatWasFetchedAndNotReturnedComesFirstAndInOrder() {
        offer(0, 1, 2, 3);
        List<Integer> heads = fetch(nextProcess());
        offer(4);

        SplitDeviceQueue next = nextProcess();

        assertThat(next.available()).isEqualTo(5);
        assertThat(next.leftBehind()).isEqualTo(4);
        List<Integer> again = fetch(next);
        assertThat(again.subList(0, 4)).isEqualTo(heads);
        assertThat(again).hasSize(5).doesNotHaveDuplicates();
        assertThat(next.leftBehind()).isZero();
        assertThat(next.inFlight()).isEqualTo(5);
        assertThat(next.availIndex()).isEqualTo(5);
    }

    @Test
    void theOrderIsThatOfTheFetchesAlsoAfterHeadsWereUsedAgain() {
        offer(0, 1, 2);
        SplitDeviceQueue device = nextProcess();
        List<Integer> heads = fetch(device);
        use(device, heads.get(0));
        device.publish();
        assertThat(tokensUsed()).containsExactly(0);
        offer(3);
        int reused = fetch(device).get(0);
        assertThat(reused).isEqualTo(heads.get(0));

        assertThat(fetch(nextProcess())).containsExactly(heads.get(1), heads.get(2), reused);
        assertThat(fetch(nextProcess())).containsExactly(heads.get(1), heads.get(2), reused);
    }

    @Test
    void whatTheDriverHasSeenIsNotDoneAgainThoughItCameBackOutOfOrder() {
        offer(0, 1, 2, 3);
        SplitDeviceQueue device = nextProcess();
        List<Integer> heads = fetch(device);
        use(device, heads.get(3), heads.get(1));
        device.publish();

        SplitDeviceQueue next = nextProcess();

        assertThat(fetch(next)).containsExactly(heads.get(0), heads.get(2));
        use(next, heads.get(2), heads.get(0));
        next.publish();
        assertThat(tokensUsed()).containsExactly(3, 1, 2, 0);
        assertThat(nextProcess().leftBehind()).isZero();
    }

    @Test
    void whatTheDriverHasNotSeenIsDoneAgain() {
        offer(0, 1);
        SplitDeviceQueue device = nextProcess();
        List<Integer> heads = fetch(device);
        use(device, heads.get(0), heads.get(1));

        assertThat(fetch(nextProcess())).isEqualTo(heads);
    }

    @Test
    void aProcessThatDiesBetweenPublishingAndNotingItDoesNothingTwice() {
        offer(0, 1, 2, 3);
        SplitDeviceQueue device = nextProcess();
        List<Integer> heads = fetch(device);
        use(device, heads.get(0));
        device.publish();
        use(device, heads.get(3), heads.get(2));
        byte[] before = new byte[InflightLayout.bytes(SIZE)];
        RawMemory.copyToArray(region, before, 0, before.length);
        device.publish();
        RawMemory.copyFromArray(before, 0, region, before.length);

        assertThat(fetch(nextProcess())).containsExactly(heads.get(1));
    }

    @Test
    void aChainGivenBackIsNotLeftBehind() {
        offer(0, 1, 2);
        SplitDeviceQueue device = nextProcess();
        List<Integer> heads = fetch(device);
        device.unfetch(2);

        SplitDeviceQueue next = nextProcess();

        assertThat(next.leftBehind()).isEqualTo(1);
        assertThat(fetch(next)).isEqualTo(heads);
    }

    @Test
    void aRingThatWasInUseBeforeItWasTrackedLosesNothing() {
        offer(0, 1, 2);
        use(ring.device, fetch(ring.device).stream().mapToInt(head -> head).toArray());
        ring.device.publish();
        tokensUsed();
        offer(3);
        List<Integer> heads = fetch(nextProcess());

        SplitDeviceQueue next = nextProcess();

        assertThat(fetch(next)).isEqualTo(heads);
        assertThat(next.availIndex()).isEqualTo(4);
    }

    @Test
    void aRegionOfAnotherSizeIsStartedAnew() {
        offer(0);
        fetch(nextProcess());
        RawMemory.putShort(region + InflightLayout.DESCRIPTORS_AT, (short) (2 * SIZE));

        assertThat(nextProcess().leftBehind()).isZero();
        assertThat(RawMemory.getShort(region + InflightLayout.DESCRIPTORS_AT)).isEqualTo((short) SIZE);
    }

    @Test
    void aDeviceWithWorkLeftBehindDoesNotSleep() {
        offer(0);
        fetch(nextProcess());

        SplitDeviceQueue next = nextProcess();

        assertThat(next.armKicks()).isTrue();
        fetch(next);
        assertThat(next.armKicks()).isFalse();
    }

    @Test
    void whateverTheRegionHoldsNothingOutsideOfItIsTouchedAndHeadsMakeSense() {
        Random random = new Random(20_261_122);
        for (int round = 0; round < 2_000; round++) {
            RawMemory.fill(memory.address(), memory.size(), (byte) GUARD);
            byte[] noise = new byte[InflightLayout.bytes(SIZE)];
            random.nextBytes(noise);
            RawMemory.copyFromArray(noise, 0, region, noise.length);
            if (random.nextInt(4) > 0) {
                lookRight(random);
            }

            SplitDeviceQueue device = nextProcess();
            int left = device.leftBehind();
            Set<Integer> heads = new HashSet<>();
            for (int i = 0; i < left; i++) {
                assertThat(device.next(chain)).isTrue();
                assertThat(chain.head()).isBetween(0, SIZE - 1);
                assertThat(heads.add(chain.head())).isTrue();
                device.addUsed(chain.head(), 0);
            }
            device.publish();

            assertGuards(noise.length);
        }
    }

    /** A header that is believed, with entries that are in flight. */
    private void lookRight(Random random) {
        RawMemory.putShort(region + InflightLayout.VERSION_AT, InflightLayout.VERSION_SPLIT);
        RawMemory.putShort(region + InflightLayout.DESCRIPTORS_AT, (short) SIZE);
        RawMemory.putShort(
                region + InflightLayout.USED_INDEX_AT, (short) (ring.usedIndex() - random.nextInt(SIZE + 2)));
        for (int head = 0; head < SIZE; head++) {
            long entry = region + InflightLayout.ENTRIES_AT + 16L * head;
            RawMemory.putByte(entry + InflightLayout.ENTRY_IN_FLIGHT, (byte) random.nextInt(3));
            if (random.nextBoolean()) {
                RawMemory.putShort(entry + InflightLayout.ENTRY_NEXT, (short) random.nextInt(SIZE));
            }
        }
    }

    private void assertGuards(int bytes) {
        for (long address = memory.address(); address < memory.address() + memory.size(); address++) {
            if (address < region || address >= region + bytes) {
                assertThat(RawMemory.getByte(address)).isEqualTo((byte) GUARD);
            }
        }
    }

    @Test
    void overManyDeathsEachChainIsReturnedExactlyOnce() {
        Random random = new Random(7);
        int nextToken = 0;
        List<Integer> returned = new ArrayList<>();
        List<Integer> held = new ArrayList<>();
        SplitDeviceQueue device = nextProcess();
        for (int step = 0; step < 50_000; step++) {
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    if (ring.driver.offer(ring.hostFor(Ring.BUFFERS), 64, true, nextToken)) {
                        nextToken++;
                        ring.driver.publish();
                    }
                }
                case 2, 3 -> {
                    device.available();
                    if (device.next(chain)) {
                        held.add(chain.head());
                    }
                }
                case 4 -> {
                    if (!held.isEmpty()) {
                        use(device, held.remove(random.nextInt(held.size())));
                    }
                }
                case 5 -> device.publish();
                case 6 -> returned.addAll(tokensUsed());
                default -> {
                    device = nextProcess();
                    held.clear();
                }
            }
            assertThat(device.isBroken() || ring.driver.isBroken()).isFalse();
        }
        use(device, held.stream().mapToInt(head -> head).toArray());
        use(device, fetch(device).stream().mapToInt(head -> head).toArray());
        device.publish();
        returned.addAll(tokensUsed());
        assertThat(returned).hasSize(nextToken).doesNotHaveDuplicates();
    }
}
