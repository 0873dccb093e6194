package io.ipdk.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.disk.DiskLimits;
import io.ipdk.limit.IopsLimit;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.unit.Iops;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.block.protocol.BlockFeature;
import io.ipdk.virtio.block.protocol.BlockRequestLayout;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.block.protocol.BlockStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no driver should make: each costs itself an error, and nothing else anything. */
class HostileBlockDriverTest {
    private static final int MIB = 1 << 20;
    private static final long SECTORS = MIB / 512;

    private final TestClock clock = new TestClock();
    private TestStore store = new TestStore(MIB);
    private TestGuest guest = plug(BlockDeviceSpec.of("disk0").withQueues(2), store);

    private TestGuest plug(BlockDeviceSpec spec, TestStore with) {
        return new TestGuest(
                new VirtioBlockDevice(spec, with, BlockDeviceListener.NONE, LatencyRecorder.NONE, clock), clock);
    }

    private void replug(BlockDeviceSpec spec, TestStore with) {
        unplug();
        store = with;
        guest = plug(spec, with);
    }

    @AfterEach
    void unplug() {
        guest.close();
        store.close();
    }

    private void assertAnswered(TestRequest request, byte status) {
        guest.run();
        assertThat(request.isDone()).isTrue();
        assertThat(request.statusByte()).isEqualTo(status);
        assertThat(store.calls()).isEmpty();
        assertDiskWorks();
    }

    private void assertReturnedUnanswered(TestRequest request) {
        guest.run();
        assertThat(request.isDone()).isTrue();
        assertThat(request.usedLength()).isZero();
        assertThat(store.calls()).isEmpty();
        assertThat(guest.device.stats().malformed()).isEqualTo(1);
        assertDiskWorks();
    }

    private void assertDiskWorks() {
        TestRequest read = guest.read(0, 512);
        guest.run();
        assertThat(read.statusByte()).isEqualTo(BlockStatus.OK);
    }

    @Test
    void anUnknownTypeIsUnsupported() {
        assertAnswered(guest.request(0).header(99, 0).status().submit(), BlockStatus.UNSUPP);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10, 14, 15, 26, -1, Integer.MIN_VALUE, 0x8000_0001})
    void typesThatAreNotOfferedAreUnsupported(int type) {
        assertAnswered(guest.request(0).header(type, 0).answer(64).status().submit(), BlockStatus.UNSUPP);
    }

    @Test
    void aChainWithoutRoomForAStatusComesBackUnanswered() {
        assertReturnedUnanswered(guest.request(0)
                .header(BlockRequestType.OUT, 0)
                .data(new byte[512])
                .submit());
    }

    @Test
    void aChainWithNothingButAStatusIsAnError() {
        assertAnswered(guest.request(0).status().submit(), BlockStatus.IOERR);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 15})
    void aHeaderThatIsTooShortIsAnError(int bytes) {
        assertAnswered(guest.request(0).data(new byte[bytes]).status().submit(), BlockStatus.IOERR);
    }

    @ParameterizedTest
    @CsvSource({
        "2048,512",
        "2047,1024",
        "2049,512",
        "0x7fffffffffffffff,512",
        "0x0080000000000000,512",
        "-1,512",
        "0x8000000000000000,512",
        "0,1049088"
    })
    void aReadBeyondTheEndIsAnError(String sector, int bytes) {
        TestRequest read = guest.read(Long.decode(sector.startsWith("0x8") ? "-" + sector : sector), bytes);
        assertAnswered(read, BlockStatus.IOERR);
        assertThat(read.usedLength()).as("no byte of the answer was written").isZero();
    }

    @ParameterizedTest
    @CsvSource({"2048,512", "2047,1024", "-1,512", "-2,1024", "36028797018963968,512"})
    void aWriteBeyondTheEndIsAnError(long sector, int bytes) {
        assertAnswered(guest.write(sector, new byte[bytes]), BlockStatus.IOERR);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511, 513, 1000})
    void aLengthThatIsNoWholeSectorIsAnError(int bytes) {
        assertAnswered(guest.read(0, bytes), BlockStatus.IOERR);
        TestRequest write = guest.write(0, new byte[bytes]);
        guest.run();
        assertThat(write.statusByte()).isEqualTo(BlockStatus.IOERR);
    }

    @ParameterizedTest
    @CsvSource({"1,4096", "0,512", "8,4608"})
    void aRequestThatIsNotMadeOfLogicalBlocksIsAnError(long sector, int bytes) {
        replug(BlockDeviceSpec.of("disk0").withLogicalBlockSize(4096), new TestStore(MIB));
        TestRequest read = guest.read(sector, bytes);
        guest.run();
        assertThat(read.statusByte()).isEqualTo(BlockStatus.IOERR);
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void aReadOnlyDiskRefusesToBeChanged() {
        replug(BlockDeviceSpec.of("disk0"), new TestStore(MIB).writeProtected());
        TestRequest write = guest.write(0, new byte[512]);
        TestRequest discard = guest.ranges(BlockRequestType.DISCARD, TestData.range(0, 1, 0));
        TestRequest zero = guest.ranges(BlockRequestType.WRITE_ZEROES, TestData.range(0, 1, 0));
        guest.run();

        assertThat(write.statusByte()).isEqualTo(BlockStatus.IOERR);
        assertThat(discard.statusByte()).isEqualTo(BlockStatus.UNSUPP);
        assertThat(zero.statusByte()).isEqualTo(BlockStatus.UNSUPP);
        assertThat(store.calls()).isEmpty();
        assertDiskWorks();
    }

    @Test
    void discardAndWriteZeroesNeedTheirFeatures() {
        unplug();
        store = new TestStore(MIB);
        VirtioBlockDevice device = new VirtioBlockDevice(BlockDeviceSpec.of("disk0"), store);
        guest = new TestGuest(device, clock, VirtioFeature.VERSION_1 | BlockFeature.FLUSH);
        TestRequest discard = guest.request(0)
                .header(BlockRequestType.DISCARD, 0)
                .data(TestData.range(0, 1, 0))
                .status();
        TestRequest zero = guest.request(0)
                .header(BlockRequestType.WRITE_ZEROES, 0)
                .data(TestData.range(0, 1, 0))
                .status();
        discard.submit();
        zero.submit();
        guest.run();

        assertThat(discard.statusByte()).isEqualTo(BlockStatus.UNSUPP);
        assertThat(zero.statusByte()).isEqualTo(BlockStatus.UNSUPP);
        assertThat(store.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 17, 33})
    void rangesThatAreNoWholeSegmentsAreAnError(int bytes) {
        assertAnswered(guest.ranges(BlockRequestType.DISCARD, new byte[bytes]), BlockStatus.IOERR);
    }

    @Test
    void moreSegmentsThanPromisedAreAnError() {
        int most = RequestLimits.MAX_DISCARD_SEG;
        TestRequest fits = guest.ranges(BlockRequestType.DISCARD, segments(most));
        TestRequest tooMany = guest.ranges(BlockRequestType.DISCARD, segments(most + 1));
        guest.run();

        assertThat(fits.statusByte()).isEqualTo(BlockStatus.OK);
        assertThat(tooMany.statusByte()).isEqualTo(BlockStatus.IOERR);
        assertThat(store.count(BlockRequestType.DISCARD)).isEqualTo(most);
        TestRequest zeroes =
                guest.ranges(BlockRequestType.WRITE_ZEROES, segments(RequestLimits.MAX_WRITE_ZEROES_SEG + 1));
        guest.run();
        assertThat(zeroes.statusByte()).isEqualTo(BlockStatus.IOERR);
        assertThat(store.count(BlockRequestType.WRITE_ZEROES)).isZero();
    }

    private static byte[] segments(int count) {
        byte[] ranges = new byte[0];
        for (int i = 0; i < count; i++) {
            ranges = TestData.join(ranges, TestData.range(i, 1, 0));
        }
        return ranges;
    }

    @Test
    void moreSectorsThanPromisedAreAnError() {
        replug(BlockDeviceSpec.of("disk0"), new TestStore(8L << 30));
        int discarded = RequestLimits.MAX_DISCARD_SECTORS;
        int zeroed = RequestLimits.MAX_WRITE_ZEROES_SECTORS;
        TestRequest discard = guest.ranges(BlockRequestType.DISCARD, TestData.range(0, discarded, 0));
        TestRequest tooMuchDiscard = guest.ranges(BlockRequestType.DISCARD, TestData.range(0, discarded + 1, 0));
        TestRequest zero = guest.ranges(BlockRequestType.WRITE_ZEROES, TestData.range(0, zeroed, 1));
        TestRequest tooMuchZero = guest.ranges(BlockRequestType.WRITE_ZEROES, TestData.range(0, zeroed + 1, 1));
        guest.run();

        assertThat(discard.statusByte()).isEqualTo(BlockStatus.OK);
        assertThat(tooMuchDiscard.statusByte()).isEqualTo(BlockStatus.IOERR);
        assertThat(zero.statusByte()).isEqualTo(BlockStatus.OK);
        assertThat(tooMuchZero.statusByte()).isEqualTo(BlockStatus.IOERR);
        assertThat(store.calls()).hasSize(2);
    }

    @Test
    void aRangeBeyondTheEndIsAnErrorAndTheOthersAreLeftAloneToo() {
        byte[] ranges = TestData.join(TestData.range(0, 1, 0), TestData.range(SECTORS - 1, 2, 0));
        assertAnswered(guest.ranges(BlockRequestType.WRITE_ZEROES, ranges), BlockStatus.IOERR);
    }

    @ParameterizedTest
    @CsvSource({"-1,1", "9223372036854775807,1", "36028797018963967,2", "0,-1", "2048,1"})
    void rangesThatOverflowAreAnError(long sector, int sectors) {
        assertAnswered(guest.ranges(BlockRequestType.DISCARD, TestData.range(sector, sectors, 0)), BlockStatus.IOERR);
    }

    @Test
    void unknownFlagsAreUnsupported() {
        assertAnswered(guest.ranges(BlockRequestType.WRITE_ZEROES, TestData.range(0, 1, 2)), BlockStatus.UNSUPP);
    }

    @Test
    void aDiscardThatAsksForUnmapIsUnsupported() {
        assertAnswered(guest.ranges(BlockRequestType.DISCARD, TestData.range(0, 1, 1)), BlockStatus.UNSUPP);
    }

    @Test
    void aBufferOutsideOfGuestMemoryComesBackUnanswered() {
        assertReturnedUnanswered(guest.request(0)
                .header(BlockRequestType.IN, 0)
                .writable(guest.regionStart() + guest.regionBytes() - 256, 512)
                .status()
                .submit());
    }

    @Test
    void aHeaderOutsideOfGuestMemoryComesBackUnanswered() {
        assertReturnedUnanswered(
                guest.request(0).readable(guest.regionStart() - 16, 16).status().submit());
    }

    @Test
    void aChainOfMoreBytesThanARequestMayHaveComesBackUnanswered() {
        long buffer = guest.regionStart();
        TestRequest huge = guest.request(0).header(BlockRequestType.IN, 0);
        for (int i = 0; i < 17; i++) {
            huge.writable(buffer, 8 << 20);
        }
        assertReturnedUnanswered(huge.status().submit());
    }

    @Test
    void emptyBuffersAreNoBuffers() {
        TestRequest read = guest.request(0)
                .readable(0, 0)
                .header(BlockRequestType.IN, 0)
                .readable(-1, 0)
                .writable(0, 0)
                .answer(512)
                .status()
                .writable(0, 0)
                .submit();
        guest.run();

        assertThat(read.isDone()).isTrue();
        assertThat(read.statusByte()).isEqualTo(BlockStatus.OK);
    }

    @Test
    void aStatusThatIsAnEmptyBufferIsNoStatus() {
        assertReturnedUnanswered(guest.request(0)
                .header(BlockRequestType.FLUSH, 0)
                .writable(guest.allocate(1), 0)
                .submit());
    }

    @Test
    void aRingThatBreaksStaysSilentAndTheOthersGoOn() {
        guest.availIndex(0, TestGuest.RING_SIZE + 1);
        guest.run();
        TestRequest read = guest.read(1, 0, 512);
        guest.run();

        assertThat(guest.device.queue(0).ring()).matches(ring -> ring != null && ring.isBroken());
        assertThat(guest.usedIndex(0)).isZero();
        assertThat(read.statusByte()).isEqualTo(BlockStatus.OK);
    }

    @Test
    void aHeadOfferedTwiceWhileItIsHeldBreaksTheRing() {
        holdBackEverything();
        guest.read(0, 512);
        guest.run();
        guest.head(0, 1, 0);
        guest.availIndex(0, 2);
        guest.run();

        assertThat(guest.device.queue(0).ring()).matches(ring -> ring != null && ring.isBroken());
    }

    private void holdBackEverything() {
        guest.device.limit(DiskLimits.UNLIMITED.withTotalIops(new IopsLimit(new Iops(1), 1)));
        TestRequest first = guest.read(1, 0, 512);
        guest.run();
        assertThat(first.isDone()).isTrue();
    }

    @Test
    void aHeaderThatChangesAfterTheFetchChangesNothing() {
        byte[] data = TestData.random(512, 1);
        holdBackEverything();
        TestRequest write = guest.write(4, data);
        guest.run();
        assertThat(write.isDone()).isFalse();
        RawMemory.putInt(write.headerAddress() + BlockRequestLayout.TYPE, BlockRequestType.IN.wireValue());
        RawMemory.putLong(write.headerAddress() + BlockRequestLayout.SECTOR, 9);
        guest.runFor(2_000_000_000L);

        assertThat(write.statusByte()).isEqualTo(BlockStatus.OK);
        assertThat(store.calls()).containsExactly("IN 0+512", "OUT 2048+512");
    }

    @Test
    void descriptorsThatChangeAfterTheFetchChangeNothing() {
        byte[] data = TestData.random(512, 2);
        holdBackEverything();
        TestRequest write = guest.write(4, data);
        guest.run();
        for (int i = 0; i < TestGuest.RING_SIZE; i++) {
            guest.descriptor(0, i, guest.regionStart() - 4096, -1, 0xffff, 0xffff);
        }
        guest.runFor(2_000_000_000L);

        assertThat(write.isDone()).isTrue();
        assertThat(write.statusByte()).isEqualTo(BlockStatus.OK);
        assertThat(store.calls()).contains("OUT 2048+512");
    }
}
