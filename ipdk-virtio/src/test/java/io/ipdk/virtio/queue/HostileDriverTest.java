package io.ipdk.virtio.queue;

import static io.ipdk.virtio.queue.SplitRingLayout.FLAG_INDIRECT;
import static io.ipdk.virtio.queue.SplitRingLayout.FLAG_NEXT;
import static io.ipdk.virtio.queue.SplitRingLayout.FLAG_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.memory.RawMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A guest that breaks each rule of the split ring, by the classes of faults found in other back ends. */
class HostileDriverTest {
    private static final int SIZE = 8;
    private static final long TABLE = Ring.BUFFERS + 0x1000;

    private final Ring ring = new Ring(SIZE, Ring.INDIRECT | Ring.EVENT_IDX);
    private final DescriptorChain chain = new DescriptorChain(64, 0x10000);

    @AfterEach
    void unmap() {
        ring.close();
    }

    private void expect(ChainFault fault) {
        ring.fetchHandwritten(chain);
        assertThat(chain.fault()).isEqualTo(fault);
        assertThat(chain.segments()).isZero();
        assertThat(chain.readableBytes()).isZero();
        assertThat(chain.writableBytes()).isZero();
        assertThat(ring.device.isBroken()).isFalse();
        expectReturnable();
    }

    /** Every fetched chain can be returned exactly once, malformed or not (class of cloud-hypervisor #8401). */
    private void expectReturnable() {
        ring.device.addUsed(chain.head(), 0);
        assertThat(ring.device.publish()).isEqualTo(1);
        assertThat(ring.usedIndex()).isEqualTo(1);
        assertThat(ring.usedId(0)).isEqualTo(chain.head());
        assertThat(ring.usedLength(0)).isZero();
        assertThat(ring.device.inFlight()).isZero();
    }

    private void indirectEntry(int index, long address, int length, int flags, int next) {
        Ring.descriptorAt(ring.hostOf(TABLE) + 16L * index, address, length, flags, next);
    }

    // ---- the ring

    /** Class of the "more heads than ring" panics (vm-virtio PR #196, openvmm #3136). */
    @Test
    void anAvailIndexThatJumpsBreaksTheRing() {
        ring.availIndex(SIZE + 1);

        assertThat(ring.device.available()).isZero();
        assertThat(ring.device.brokenReason()).isEqualTo(RingFault.AVAIL_INDEX_JUMP);
    }

    @Test
    void anAvailIndexThatGoesBackBreaksTheRing() {
        ring.availIndex(-1);

        assertThat(ring.device.available()).isZero();
        assertThat(ring.device.brokenReason()).isEqualTo(RingFault.AVAIL_INDEX_JUMP);
    }

    /** Class of CVE-2026-86846: a head that is not below the queue size. */
    @Test
    void aHeadOutOfRangeBreaksTheRing() {
        ring.head(0, SIZE);
        ring.availIndex(1);

        assertThat(ring.device.available()).isEqualTo(1);
        assertThat(ring.device.next(chain)).isFalse();
        assertThat(ring.device.brokenReason()).isEqualTo(RingFault.HEAD_OUT_OF_RANGE);
        assertThat(ring.device.inFlight()).isZero();
    }

    @Test
    void aHeadIsReadAsUnsigned() {
        ring.head(0, 0xffff);
        ring.availIndex(1);
        ring.device.available();

        assertThat(ring.device.next(chain)).isFalse();
        assertThat(ring.device.brokenReason()).isEqualTo(RingFault.HEAD_OUT_OF_RANGE);
    }

    /** Class of unbounded queueing (CVE-2016-5403, openvmm #4002): no more in flight than the ring has descriptors. */
    @Test
    void offeringAChainThatTheDeviceHoldsBreaksTheRing() {
        ring.descriptor(0, Ring.BUFFERS, 1, 0, 0);
        ring.fetchHandwritten(chain);
        ring.head(1, 0);
        ring.availIndex(2);
        ring.device.available();

        assertThat(ring.device.next(chain)).isFalse();
        assertThat(ring.device.brokenReason()).isEqualTo(RingFault.HEAD_IN_FLIGHT);
        assertThat(ring.device.inFlight()).isEqualTo(1);
    }

    @Test
    void aBrokenRingHandsOutNothingAndNeverAsksForKicks() {
        ring.availIndex(SIZE + 1);
        ring.device.available();
        ring.availIndex(1);

        assertThat(ring.device.available()).isZero();
        assertThat(ring.device.next(chain)).isFalse();
        assertThat(ring.device.armKicks()).isFalse();
        assertThat(ring.device.publish()).isZero();
        assertThat(ring.device.interruptNeeded()).isFalse();
    }

    @Test
    void chainsInFlightCanStillBeReturnedOnABrokenRing() {
        ring.descriptor(3, Ring.BUFFERS, 1, 0, 0);
        ring.head(0, 3);
        ring.availIndex(1);
        ring.device.available();
        ring.device.next(chain);
        ring.availIndex(0x4000);
        ring.device.available();

        assertThat(ring.device.isBroken()).isTrue();
        expectReturnable();
    }

    // ---- chains

    /** Class of CVE-2026-86847: a chain that never ends. */
    @Test
    void aChainInACircleIsALoop() {
        ring.descriptor(0, Ring.BUFFERS, 1, FLAG_NEXT, 1);
        ring.descriptor(1, Ring.BUFFERS, 1, FLAG_NEXT, 0);
        expect(ChainFault.LOOP);
    }

    @Test
    void aDescriptorThatPointsToItselfIsALoop() {
        ring.descriptor(0, Ring.BUFFERS, 0, FLAG_NEXT, 0);
        expect(ChainFault.LOOP);
    }

    @Test
    void aChainThatTakesTheWholeTableIsGood() {
        for (int i = 0; i < SIZE; i++) {
            ring.descriptor(i, Ring.BUFFERS, 1, i + 1 < SIZE ? FLAG_NEXT : 0, i + 1);
        }
        ring.fetchHandwritten(chain);

        assertThat(chain.isFaulty()).isFalse();
        assertThat(chain.segments()).isEqualTo(SIZE);
    }

    /** Class of CVE-2026-86848: a next index that is not below the queue size. */
    @Test
    void aNextIndexBeyondTheTableIsRefused() {
        ring.descriptor(0, Ring.BUFFERS, 1, FLAG_NEXT, SIZE);
        expect(ChainFault.NEXT_OUT_OF_RANGE);
    }

    /** Class of CVE-2018-1059: an address range that leaves guest memory. */
    @Test
    void aBufferThatEndsOutsideOfGuestMemoryIsUnmapped() {
        ring.descriptor(0, Ring.BORDER + Ring.REGION_BYTES - 1, 2, 0, 0);
        expect(ChainFault.UNMAPPED);
    }

    @Test
    void aBufferAtAWildAddressIsUnmapped() {
        ring.descriptor(0, 0xdead_beef_dead_beefL, 1, FLAG_WRITE, 0);
        expect(ChainFault.UNMAPPED);
    }

    @Test
    void aBufferThatWrapsAroundTheAddressSpaceIsUnmapped() {
        ring.descriptor(0, -1, 2, 0, 0);
        expect(ChainFault.UNMAPPED);
    }

    /** Class of CVE-2020-10725: nobody looks behind a wild address of length zero. */
    @Test
    void aBufferOfLengthZeroIsSkippedWhateverItsAddress() {
        ring.descriptor(0, 0xdead_beefL, 0, FLAG_NEXT, 1);
        ring.descriptor(1, Ring.BUFFERS, 5, FLAG_NEXT | FLAG_WRITE, 2);
        ring.descriptor(2, -1, 0, FLAG_WRITE, 0);
        ring.fetchHandwritten(chain);

        assertThat(chain.isFaulty()).isFalse();
        assertThat(chain.segments()).isEqualTo(1);
        assertThat(chain.writableBytes()).isEqualTo(5);
    }

    @Test
    void aReadableBufferAfterAWritableOneIsRefused() {
        ring.descriptor(0, Ring.BUFFERS, 1, FLAG_NEXT | FLAG_WRITE, 1);
        ring.descriptor(1, Ring.BUFFERS, 1, 0, 0);
        expect(ChainFault.READABLE_AFTER_WRITABLE);
    }

    @Test
    void moreBytesThanTheDeviceTakesAreRefused() {
        ring.descriptor(0, Ring.BUFFERS, 0x8000, FLAG_NEXT, 1);
        ring.descriptor(1, Ring.BUFFERS, 0x8001, 0, 0);
        expect(ChainFault.TOO_MANY_BYTES);
    }

    /** A 32-bit length with the top bit set is large, not negative. */
    @Test
    void aLengthOfFourGigabytesIsRefused() {
        ring.descriptor(0, Ring.BUFFERS, -1, 0, 0);
        expect(ChainFault.TOO_MANY_BYTES);
    }

    /** Lengths whose 32-bit sum wraps to a small number. */
    @Test
    void lengthsThatAddUpBeyond32BitsAreRefused() {
        DescriptorChain large = new DescriptorChain(64, Integer.MAX_VALUE);
        ring.descriptor(0, Ring.BUFFERS, 0x10_0000, FLAG_NEXT, 1);
        ring.descriptor(1, Ring.BUFFERS, 0x7fff_ffff, 0, 0);
        ring.fetchHandwritten(large);

        assertThat(large.fault()).isEqualTo(ChainFault.TOO_MANY_BYTES);
    }

    @Test
    void moreSegmentsThanTheDeviceTakesAreRefused() {
        DescriptorChain small = new DescriptorChain(2, 0x10000);
        for (int i = 0; i < 3; i++) {
            ring.descriptor(i, Ring.BUFFERS, 1, i < 2 ? FLAG_NEXT : 0, i + 1);
        }
        ring.fetchHandwritten(small);

        assertThat(small.fault()).isEqualTo(ChainFault.TOO_MANY_SEGMENTS);
    }

    // ---- indirect tables

    @Test
    void anIndirectTableWithoutTheFeatureIsRefused() {
        try (Ring plain = new Ring(SIZE, 0)) {
            plain.descriptor(0, TABLE, 16, FLAG_INDIRECT, 0);
            plain.fetchHandwritten(chain);
            assertThat(chain.fault()).isEqualTo(ChainFault.INDIRECT_NOT_NEGOTIATED);
        }
    }

    /** Class of openvmm #2983: an indirect descriptor inside an indirect table. */
    @Test
    void anIndirectTableInsideAnotherIsRefused() {
        indirectEntry(0, TABLE, 16, FLAG_INDIRECT, 0);
        ring.descriptor(0, TABLE, 16, FLAG_INDIRECT, 0);
        expect(ChainFault.INDIRECT_NESTED);
    }

    /** Class of openvmm #2986: NEXT together with INDIRECT. */
    @Test
    void anIndirectDescriptorThatGoesOnIsRefused() {
        indirectEntry(0, Ring.BUFFERS, 1, 0, 0);
        ring.descriptor(0, TABLE, 16, FLAG_INDIRECT | FLAG_NEXT, 1);
        expect(ChainFault.INDIRECT_AND_NEXT);
    }

    @Test
    void anEmptyIndirectTableIsRefused() {
        ring.descriptor(0, TABLE, 0, FLAG_INDIRECT, 0);
        expect(ChainFault.INDIRECT_LENGTH);
    }

    @Test
    void anIndirectTableOfBrokenLengthIsRefused() {
        ring.descriptor(0, TABLE, 24, FLAG_INDIRECT, 0);
        expect(ChainFault.INDIRECT_LENGTH);
    }

    @Test
    void anIndirectTableLongerThanTheLimitIsRefused() {
        ring.descriptor(0, TABLE, 16 * (ChainReader.MIN_INDIRECT_LIMIT + 1), FLAG_INDIRECT, 0);
        expect(ChainFault.INDIRECT_LENGTH);
    }

    @Test
    void anIndirectTableOfFourGigabytesIsRefused() {
        ring.descriptor(0, TABLE, -16, FLAG_INDIRECT, 0);
        expect(ChainFault.INDIRECT_LENGTH);
    }

    @Test
    void anIndirectTableOutsideOfGuestMemoryIsRefused() {
        ring.descriptor(0, Ring.BORDER + Ring.REGION_BYTES - 8, 16, FLAG_INDIRECT, 0);
        expect(ChainFault.INDIRECT_UNMAPPED);
    }

    /** Only the entries that are used count, so that a table may not hide its end behind a long chain. */
    @Test
    void anIndirectTableThatEndsOutsideOfGuestMemoryIsReadAsFarAsItGoes() {
        long lastEntry = Ring.BORDER + Ring.REGION_BYTES - 16;
        Ring.descriptorAt(ring.hostOf(lastEntry), Ring.BUFFERS, 1, FLAG_NEXT, 1);
        ring.descriptor(0, lastEntry, 32, FLAG_INDIRECT, 0);
        expect(ChainFault.INDIRECT_UNMAPPED);
    }

    /** Class of CVE-2018-1059, for the table itself. */
    @Test
    void anIndirectTableMayCrossRegions() {
        Ring.descriptorAt(ring.hostOf(Ring.BORDER - 16), Ring.BUFFERS, 3, FLAG_NEXT, 1);
        Ring.descriptorAt(ring.hostOf(Ring.BORDER), Ring.BUFFERS, 4, 0, 0);
        ring.descriptor(0, Ring.BORDER - 16, 32, FLAG_INDIRECT, 0);
        ring.fetchHandwritten(chain);

        assertThat(chain.isFaulty()).isFalse();
        assertThat(chain.readableBytes()).isEqualTo(7);
    }

    @Test
    void aNextIndexBeyondTheIndirectTableIsRefused() {
        indirectEntry(0, Ring.BUFFERS, 1, FLAG_NEXT, 2);
        ring.descriptor(0, TABLE, 32, FLAG_INDIRECT, 0);
        expect(ChainFault.NEXT_OUT_OF_RANGE);
    }

    @Test
    void aCircleInAnIndirectTableIsALoop() {
        indirectEntry(0, Ring.BUFFERS, 1, FLAG_NEXT, 1);
        indirectEntry(1, Ring.BUFFERS, 1, FLAG_NEXT, 1);
        ring.descriptor(0, TABLE, 32, FLAG_INDIRECT, 0);
        expect(ChainFault.LOOP);
    }

    @Test
    void readableAfterWritableIsSeenAcrossTheTablesToo() {
        ring.descriptor(0, Ring.BUFFERS, 1, FLAG_WRITE | FLAG_NEXT, 1);
        ring.descriptor(1, TABLE, 16, FLAG_INDIRECT, 0);
        indirectEntry(0, Ring.BUFFERS, 1, 0, 0);
        expect(ChainFault.READABLE_AFTER_WRITABLE);
    }

    /** The device ignores WRITE on the descriptor that names the table (virtio 1.2, §2.7.5.3.2). */
    @Test
    void theWriteFlagOfAnIndirectDescriptorMeansNothing() {
        indirectEntry(0, Ring.BUFFERS, 1, 0, 0);
        ring.descriptor(0, TABLE, 16, FLAG_INDIRECT | FLAG_WRITE, 0);
        ring.fetchHandwritten(chain);

        assertThat(chain.isFaulty()).isFalse();
        assertThat(chain.readableBytes()).isEqualTo(1);
    }

    @Test
    void anIndirectTableMayBeLongerThanTheRing() {
        int entries = 4 * SIZE;
        for (int i = 0; i < entries; i++) {
            indirectEntry(i, Ring.BUFFERS, 1, i + 1 < entries ? FLAG_NEXT : 0, i + 1);
        }
        ring.descriptor(0, TABLE, 16 * entries, FLAG_INDIRECT, 0);
        ring.fetchHandwritten(chain);

        assertThat(chain.isFaulty()).isFalse();
        assertThat(chain.segments()).isEqualTo(entries);
    }

    // ---- time of check, time of use

    /** Class of CVE-2020-14375, CVE-2026-93683, CVE-2026-86848: what the guest changes after the fetch has no effect. */
    @Test
    void aChainIsASnapshot() {
        ring.descriptor(0, Ring.BUFFERS, 10, FLAG_NEXT, 1);
        ring.descriptor(1, Ring.BUFFERS + 100, 20, FLAG_WRITE, 0);
        ring.fetchHandwritten(chain);
        ring.descriptor(0, 0xdead_beefL, -1, 0xffff, 0xffff);
        ring.descriptor(1, 0xdead_beefL, -1, 0xffff, 0xffff);
        ring.head(0, 0xffff);

        assertThat(chain.segments()).isEqualTo(2);
        assertThat(chain.address(0)).isEqualTo(ring.hostOf(Ring.BUFFERS));
        assertThat(chain.length(0)).isEqualTo(10);
        assertThat(chain.address(1)).isEqualTo(ring.hostOf(Ring.BUFFERS + 100));
        assertThat(chain.length(1)).isEqualTo(20);
        expectReturnable();
    }

    /** Class of CVE-2026-86567: an address that was good until its region went away. */
    @Test
    void aBufferInARegionThatIsGoneIsUnmapped() {
        ring.descriptor(0, Ring.BORDER, 10, 0, 0);
        ring.device.rebind(
                ring.memory.without(ring.secondBuffers),
                ring.driver.descriptorTable(),
                ring.driver.availRing(),
                ring.driver.usedRing());
        expect(ChainFault.UNMAPPED);
    }

    @Test
    void givingBackDoesNotTrustTheRing() {
        ring.descriptor(0, Ring.BUFFERS, 10, 0, 0);
        ring.fetchHandwritten(chain);
        ring.head(0, 0xffff);
        ring.device.unfetch(1);

        assertThat(ring.device.inFlight()).isZero();
        assertThat(ring.device.availIndex()).isZero();
    }

    @Test
    void whatTheGuestWritesIntoTheUsedRingIsNotRead() {
        ring.descriptor(0, Ring.BUFFERS, 10, 0, 0);
        ring.fetchHandwritten(chain);
        RawMemory.fill(ring.driver.usedRing(), SplitRingLayout.usedRingBytes(SIZE), (byte) 0x55);

        expectReturnable();
    }
}
