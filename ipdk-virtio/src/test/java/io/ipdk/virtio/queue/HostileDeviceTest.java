package io.ipdk.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.memory.RawMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device that answers what makes no sense. */
class HostileDeviceTest {
    private static final int SIZE = 8;

    private final Ring ring = new Ring(SIZE, 0);

    @BeforeEach
    void offerOne() {
        ring.driver.offer(ring.hostFor(Ring.BUFFERS), 100, true, 7);
        ring.driver.publish();
    }

    @AfterEach
    void unmap() {
        ring.close();
    }

    private void expectBroken(RingFault reason) {
        assertThat(ring.driver.pollUsed()).isEqualTo(SplitDriverQueue.NONE);
        assertThat(ring.driver.brokenReason()).isEqualTo(reason);
        assertThat(ring.driver.pollUsed()).isEqualTo(SplitDriverQueue.NONE);
        assertThat(ring.driver.armInterrupts()).isFalse();
    }

    @Test
    void moreAnswersThanChainsInFlightBreakTheRing() {
        ring.usedElement(0, 0, 0);
        ring.usedElement(1, 0, 0);
        ring.usedIndex(2);
        expectBroken(RingFault.USED_INDEX_JUMP);
    }

    @Test
    void anAnswerForWhatWasNotPublishedBreaksTheRing() {
        ring.driver.offer(ring.hostFor(Ring.BUFFERS), 100, true, 8);
        ring.usedIndex(2);
        expectBroken(RingFault.USED_INDEX_JUMP);
    }

    @Test
    void anIdOutOfRangeBreaksTheRing() {
        ring.usedElement(0, SIZE, 0);
        ring.usedIndex(1);
        expectBroken(RingFault.USED_ID_OUT_OF_RANGE);
    }

    @Test
    void aNegativeIdBreaksTheRing() {
        ring.usedElement(0, -1, 0);
        ring.usedIndex(1);
        expectBroken(RingFault.USED_ID_OUT_OF_RANGE);
    }

    @Test
    void anIdThatIsNotInFlightBreaksTheRing() {
        ring.usedElement(0, 3, 0);
        ring.usedIndex(1);
        expectBroken(RingFault.USED_ID_NOT_IN_FLIGHT);
    }

    @Test
    void theSameAnswerTwiceBreaksTheRing() {
        ring.driver.offer(ring.hostFor(Ring.BUFFERS), 100, true, 8);
        ring.driver.publish();
        ring.usedElement(0, 0, 0);
        ring.usedElement(1, 0, 0);
        ring.usedIndex(2);

        assertThat(ring.driver.pollUsed()).isEqualTo(7);
        expectBroken(RingFault.USED_ID_NOT_IN_FLIGHT);
    }

    /** Nothing is taken for written that the device had no room to write. */
    @Test
    void aLengthBeyondTheBufferIsCutAndCounted() {
        ring.usedElement(0, 0, 101);
        ring.usedIndex(1);

        assertThat(ring.driver.pollUsed()).isEqualTo(7);
        assertThat(ring.driver.usedLength()).isEqualTo(100);
        assertThat(ring.driver.lengthFaults()).isEqualTo(1);
        assertThat(ring.driver.isBroken()).isFalse();
    }

    @Test
    void aNegativeLengthIsLarge() {
        ring.usedElement(0, 0, -1);
        ring.usedIndex(1);
        ring.driver.pollUsed();

        assertThat(ring.driver.usedLength()).isEqualTo(100);
        assertThat(ring.driver.lengthFaults()).isEqualTo(1);
    }

    @Test
    void whatItWritesIntoTheDescriptorTableIsNotRead() {
        RawMemory.fill(ring.driver.descriptorTable(), SplitRingLayout.descriptorTableBytes(SIZE), (byte) 0x55);
        ring.usedElement(0, 0, 1);
        ring.usedIndex(1);

        assertThat(ring.driver.pollUsed()).isEqualTo(7);
        assertThat(ring.driver.freeDescriptors()).isEqualTo(SIZE);
    }
}
