package io.ipdk.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.nativeaccess.memory.RawMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Driver and device on one ring, both well-behaved. */
class SplitQueuesTest {
    private static final long ALL = Ring.EVENT_IDX | Ring.INDIRECT;

    private final DescriptorChain chain = new DescriptorChain(64, 1 << 20);

    @Test
    void carriesABufferToTheDeviceAndBack() {
        try (Ring ring = new Ring(4, 0)) {
            assertThat(ring.driver.offer(ring.hostFor(Ring.BUFFERS + 16), 100, true, 7))
                    .isTrue();
            assertThat(ring.device.available()).isZero();
            assertThat(ring.driver.publish()).isEqualTo(1);

            assertThat(ring.device.available()).isEqualTo(1);
            assertThat(ring.device.next(chain)).isTrue();
            assertThat(chain.isFaulty()).isFalse();
            assertThat(chain.segments()).isEqualTo(1);
            assertThat(chain.readableSegments()).isZero();
            assertThat(chain.writableBytes()).isEqualTo(100);
            assertThat(chain.address(0)).isEqualTo(ring.hostOf(Ring.BUFFERS + 16));
            assertThat(ring.device.next(chain)).isFalse();

            ring.device.addUsed(chain.head(), 42);
            assertThat(ring.driver.pollUsed()).isEqualTo(SplitDriverQueue.NONE);
            assertThat(ring.device.publish()).isEqualTo(1);
            assertThat(ring.driver.pollUsed()).isEqualTo(7);
            assertThat(ring.driver.usedLength()).isEqualTo(42);
            assertThat(ring.driver.pollUsed()).isEqualTo(SplitDriverQueue.NONE);
            assertThat(ring.driver.freeDescriptors()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Ring.INDIRECT})
    void putsReadableBuffersFirst(long features) {
        try (Ring ring = new Ring(8, features)) {
            long[] addresses = {
                ring.hostFor(Ring.BUFFERS), ring.hostFor(Ring.BUFFERS + 100), ring.hostFor(Ring.BUFFERS + 300)
            };
            ring.driver.offer(addresses, new int[] {10, 20, 30}, 2, 1, 0);
            ring.driver.publish();

            ring.device.available();
            ring.device.next(chain);
            assertThat(chain.segments()).isEqualTo(3);
            assertThat(chain.readableSegments()).isEqualTo(2);
            assertThat(chain.readableBytes()).isEqualTo(30);
            assertThat(chain.writableBytes()).isEqualTo(30);
            assertThat(chain.address(1)).isEqualTo(ring.hostOf(Ring.BUFFERS + 100));
            assertThat(chain.length(1)).isEqualTo(20);
            assertThat(ring.driver.freeDescriptors()).isEqualTo(features == 0 ? 5 : 7);
        }
    }

    @Test
    void splitsABufferThatCrossesRegions() {
        try (Ring ring = new Ring(4, 0)) {
            ring.driver.offer(ring.hostFor(Ring.BORDER - 10), 30, false, 0);
            ring.driver.publish();

            ring.device.available();
            ring.device.next(chain);
            assertThat(chain.segments()).isEqualTo(2);
            assertThat(chain.readableBytes()).isEqualTo(30);
            assertThat(chain.address(0)).isEqualTo(ring.firstBuffers.hostAddress() + Ring.REGION_BYTES - 10);
            assertThat(chain.length(0)).isEqualTo(10);
            assertThat(chain.address(1)).isEqualTo(ring.secondBuffers.hostAddress());
            assertThat(chain.length(1)).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Ring.EVENT_IDX, Ring.INDIRECT, ALL})
    void goesOnWhereTheIndicesWrapAt65536(long features) {
        try (Ring ring = new Ring(16, features)) {
            int used = 0;
            for (int token = 0; token < 70_000; token++) {
                assertThat(ring.driver.offer(ring.hostFor(Ring.BUFFERS), 64, false, token))
                        .isTrue();
                ring.driver.publish();
                ring.driver.kickNeeded();
                ring.device.available();
                assertThat(ring.device.next(chain)).isTrue();
                ring.device.addUsed(chain.head(), 0);
                ring.device.publish();
                ring.device.interruptNeeded();
                assertThat(ring.driver.pollUsed()).isEqualTo(token);
                used++;
            }
            assertThat(used).isEqualTo(70_000);
            assertThat(ring.device.availIndex()).isEqualTo(70_000 - 65_536);
            assertThat(ring.device.usedIndex()).isEqualTo(70_000 - 65_536);
        }
    }

    @Test
    void returnsChainsInAnyOrder() {
        try (Ring ring = new Ring(4, 0)) {
            DescriptorChain second = new DescriptorChain(4, 1000);
            for (int token = 0; token < 2; token++) {
                ring.driver.offer(ring.hostFor(Ring.BUFFERS), 64, true, token);
            }
            ring.driver.publish();
            ring.device.available();
            ring.device.next(chain);
            ring.device.next(second);
            assertThat(ring.device.inFlight()).isEqualTo(2);

            ring.device.addUsed(second.head(), 2);
            ring.device.addUsed(chain.head(), 1);
            ring.device.publish();
            assertThat(ring.driver.pollUsed()).isEqualTo(1);
            assertThat(ring.driver.usedLength()).isEqualTo(2);
            assertThat(ring.driver.pollUsed()).isZero();
            assertThat(ring.driver.usedLength()).isEqualTo(1);
            assertThat(ring.device.inFlight()).isZero();
        }
    }

    @Test
    void handsOutChainsAgainThatWereGivenBack() {
        try (Ring ring = new Ring(8, 0)) {
            for (int token = 0; token < 3; token++) {
                ring.driver.offer(ring.hostFor(Ring.BUFFERS + token), 64, true, token);
            }
            ring.driver.publish();
            assertThat(ring.device.available()).isEqualTo(3);
            ring.device.next(chain);
            ring.device.next(chain);
            ring.device.next(chain);
            ring.device.unfetch(2);

            assertThat(ring.device.availIndex()).isEqualTo(1);
            assertThat(ring.device.inFlight()).isEqualTo(1);
            assertThat(ring.device.available()).isEqualTo(2);
            assertThat(ring.device.next(chain)).isTrue();
            assertThat(chain.address(0)).isEqualTo(ring.hostOf(Ring.BUFFERS + 1));
        }
    }

    @Test
    void offersNothingWhileTheTableIsFull() {
        try (Ring ring = new Ring(2, 0)) {
            long[] addresses = {ring.hostFor(Ring.BUFFERS), ring.hostFor(Ring.BUFFERS)};
            int[] lengths = {1, 1};
            assertThat(ring.driver.offer(ring.hostFor(Ring.BUFFERS), 1, false, 0))
                    .isTrue();
            assertThat(ring.driver.offer(addresses, lengths, 1, 1, 1)).isFalse();
            assertThat(ring.driver.offer(ring.hostFor(Ring.BUFFERS), 1, false, 2))
                    .isTrue();
            assertThat(ring.driver.offer(ring.hostFor(Ring.BUFFERS), 1, false, 3))
                    .isFalse();
            assertThat(ring.driver.publish()).isEqualTo(2);
            assertThat(ring.device.available()).isEqualTo(2);
        }
    }

    @Test
    void refusesToReturnAChainTwice() {
        try (Ring ring = new Ring(4, 0)) {
            ring.driver.offer(ring.hostFor(Ring.BUFFERS), 1, false, 0);
            ring.driver.publish();
            ring.device.available();
            ring.device.next(chain);
            ring.device.addUsed(chain.head(), 0);

            assertThatThrownBy(() -> ring.device.addUsed(chain.head(), 0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("exactly once");
        }
    }

    /** Trap 10: a front end hands over the avail index alone. */
    @Test
    void readsTheUsedIndexBackFromTheRing() {
        try (Ring ring = new Ring(4, 0)) {
            for (int i = 0; i < 3; i++) {
                ring.driver.offer(ring.hostFor(Ring.BUFFERS), 1, false, i);
                ring.driver.publish();
                ring.device.available();
                ring.device.next(chain);
                ring.device.addUsed(chain.head(), 0);
                ring.device.publish();
                ring.driver.pollUsed();
            }
            ring.device = ring.deviceAt(ring.device.availIndex());

            assertThat(ring.device.usedIndex()).isEqualTo(3);
            ring.driver.offer(ring.hostFor(Ring.BUFFERS), 1, false, 9);
            ring.driver.publish();
            assertThat(ring.device.available()).isEqualTo(1);
            ring.device.next(chain);
            ring.device.addUsed(chain.head(), 0);
            ring.device.publish();
            assertThat(ring.driver.pollUsed()).isEqualTo(9);
        }
    }

    @Test
    void followsTheRingToOtherAddresses() {
        try (Ring ring = new Ring(4, 0);
                Ring other = new Ring(4, 0)) {
            ring.driver.offer(ring.hostFor(Ring.BUFFERS), 1, false, 0);
            ring.driver.publish();
            RawMemory.copy(ring.ringRegion.hostAddress(), other.ringRegion.hostAddress(), ring.ringRegion.size());

            ring.device.rebind(
                    other.memory, other.driver.descriptorTable(), other.driver.availRing(), other.driver.usedRing());
            assertThat(ring.device.available()).isEqualTo(1);
            ring.device.next(chain);
            assertThat(chain.address(0)).isEqualTo(other.hostOf(Ring.BUFFERS));
        }
    }

    @Test
    void refusesAddressesThatAreNotAligned() {
        try (Ring ring = new Ring(4, 0)) {
            long base = ring.ringRegion.hostAddress();
            assertThatThrownBy(() -> new SplitDeviceQueue(ring.memory, 4, base + 8, base, base, 0, 0))
                    .hasMessageContaining("descriptor table")
                    .hasMessageContaining("multiple of 16");
            assertThatThrownBy(() -> new SplitDeviceQueue(ring.memory, 4, base, base + 1, base, 0, 0))
                    .hasMessageContaining("avail ring");
            assertThatThrownBy(() -> new SplitDeviceQueue(ring.memory, 4, base, base, base + 2, 0, 0))
                    .hasMessageContaining("used ring");
            assertThatThrownBy(() -> new SplitDeviceQueue(ring.memory, 4, 0, base, base, 0, 0))
                    .hasMessageContaining("descriptor table at 0x0");
        }
    }
}
