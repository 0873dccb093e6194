package io.ipdk.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.block.protocol.BlockStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a well-behaved driver gets, however it lays out its requests (VIRTIO 1.3, clauses 5.2.6 and 2.7.4.3). */
class BlockRequestsTest {
    private static final int MIB = 1 << 20;

    private final TestClock clock = new TestClock();
    private final TestStore store = new TestStore(MIB);
    private TestGuest guest;

    @BeforeEach
    void plug() {
        guest = new TestGuest(
                new VirtioBlockDevice(
                        BlockDeviceSpec.of("disk0").withSerial("SER-1").withQueues(2),
                        store,
                        BlockDeviceListener.NONE,
                        LatencyRecorder.NONE,
                        clock),
                clock);
    }

    @AfterEach
    void unplug() {
        guest.close();
        store.close();
    }

    private void assertOk(TestRequest request, int usedLength) {
        assertThat(request.isDone()).isTrue();
        assertThat(request.statusByte()).isEqualTo(BlockStatus.OK);
        assertThat(request.usedLength()).isEqualTo(usedLength);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        byte[] data = TestData.random(4096, 1);
        TestRequest write = guest.write(8, data);
        guest.run();
        TestRequest read = guest.read(8, 4096);
        guest.run();

        assertOk(write, 1);
        assertOk(read, 4097);
        assertThat(read.answerBytes()).isEqualTo(data);
        assertThat(store.calls()).containsExactly("OUT 4096+4096", "IN 4096+4096");
    }

    @Test
    void blocksNeverWrittenReadAsZeros() {
        TestRequest read = guest.read(0, 512);
        guest.run();

        assertThat(read.answerBytes()).isEqualTo(new byte[512]);
    }

    @Test
    void theLastSectorCanBeUsed() {
        byte[] data = TestData.random(512, 2);
        TestRequest write = guest.write(MIB / 512 - 1, data);
        guest.run();

        assertOk(write, 1);
    }

    @Test
    void queuesShareTheDisk() {
        byte[] data = TestData.random(512, 3);
        guest.write(0, 5, data);
        guest.run();
        TestRequest read = guest.read(1, 5, 512);
        guest.run();

        assertThat(read.answerBytes()).isEqualTo(data);
    }

    @ParameterizedTest
    @CsvSource({"1,15,0", "8,8,0", "4,4,8", "15,1,0"})
    void aHeaderMayBeSplitOverDescriptors(int first, int second, int third) {
        byte[] data = TestData.random(512, 4);
        int[] pieces = Arrays.stream(new int[] {first, second, third})
                .filter(piece -> piece > 0)
                .toArray();
        TestRequest write = guest.request(0)
                .splitHeader(BlockRequestType.OUT, 3, pieces)
                .data(data)
                .status()
                .submit();
        guest.run();
        TestRequest read = guest.read(3, 512);
        guest.run();

        assertOk(write, 1);
        assertThat(read.answerBytes()).isEqualTo(data);
    }

    @Test
    void aHeaderMayComeInSixteenPieces() {
        int[] pieces = new int[16];
        Arrays.fill(pieces, 1);
        TestRequest read = guest.request(0)
                .splitHeader(BlockRequestType.IN, 0, pieces)
                .answer(512)
                .status()
                .submit();
        guest.run();

        assertOk(read, 513);
    }

    @Test
    void headerAndDataMayShareADescriptor() {
        byte[] header = new byte[16];
        header[0] = 1;
        header[8] = 2;
        byte[] data = TestData.random(1024, 5);
        TestRequest write =
                guest.request(0).data(TestData.join(header, data)).status().submit();
        guest.run();
        TestRequest read = guest.read(2, 1024);
        guest.run();

        assertOk(write, 1);
        assertThat(read.answerBytes()).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"513", "1,512", "512,1", "511,2", "100,200,213", "256,256,1"})
    void statusMayShareADescriptorWithDataOrNot(String layout) {
        byte[] data = TestData.random(512, 6);
        guest.write(7, data);
        guest.run();
        int[] pieces =
                Arrays.stream(layout.split(",")).mapToInt(Integer::parseInt).toArray();
        TestRequest read = guest.request(0)
                .header(BlockRequestType.IN, 7)
                .answerAndStatus(512, pieces)
                .submit();
        guest.run();

        assertOk(read, 513);
        assertThat(read.answerBytes()).isEqualTo(data);
    }

    @Test
    void dataMayComeInAsManySegmentsAsPromised() {
        TestRequest write = guest.request(0).header(BlockRequestType.OUT, 0);
        byte[] all = new byte[0];
        for (int i = 0; i < RequestLimits.SEG_MAX; i++) {
            byte[] segment = TestData.random(512, i);
            all = TestData.join(all, segment);
            write.data(segment);
        }
        write.status().submit();
        guest.run();
        TestRequest read = guest.read(0, all.length);
        guest.run();

        assertOk(write, 1);
        assertThat(read.answerBytes()).isEqualTo(all);
    }

    @Test
    void aRequestForNothingSucceeds() {
        TestRequest read =
                guest.request(0).header(BlockRequestType.IN, 0).status().submit();
        guest.run();

        assertOk(read, 1);
    }

    @Test
    void getIdAnswersTheSerialPaddedWithZeros() {
        TestRequest id = guest.request(0)
                .header(BlockRequestType.GET_ID, 0)
                .answer(20)
                .status()
                .submit();
        guest.run();

        assertOk(id, 21);
        assertThat(id.answerBytes()).isEqualTo(Arrays.copyOf("SER-1".getBytes(StandardCharsets.US_ASCII), 20));
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void getIdFillsAShorterAnswerAndLeavesALongerOneAlone() {
        TestRequest shorter = guest.request(0)
                .header(BlockRequestType.GET_ID, 0)
                .answer(3)
                .status()
                .submit();
        TestRequest longer = guest.request(0)
                .header(BlockRequestType.GET_ID, 0)
                .answer(32)
                .status()
                .submit();
        guest.run();

        assertOk(shorter, 4);
        assertThat(shorter.answerBytes()).isEqualTo("SER".getBytes(StandardCharsets.US_ASCII));
        // Twenty bytes and, behind a gap, the status: only what comes before the gap counts.
        assertOk(longer, 20);
    }

    @Test
    void discardReachesTheStoreRangeByRange() {
        byte[] data = TestData.random(8192, 7);
        guest.write(0, data);
        guest.run();
        TestRequest discard =
                guest.ranges(BlockRequestType.DISCARD, TestData.join(TestData.range(0, 8, 0), TestData.range(8, 4, 0)));
        guest.run();

        assertOk(discard, 1);
        assertThat(store.calls()).contains("DISCARD 0+4096", "DISCARD 4096+2048");
    }

    @Test
    void writeZeroesMakesARangeReadAsZeros() {
        guest.write(0, TestData.random(8192, 8));
        guest.run();
        TestRequest zero = guest.ranges(
                BlockRequestType.WRITE_ZEROES, TestData.join(TestData.range(1, 2, 0), TestData.range(8, 8, 1)));
        guest.run();
        TestRequest read = guest.read(0, 8192);
        guest.run();

        assertOk(zero, 1);
        assertThat(store.calls()).contains("WRITE_ZEROES 512+1024", "WRITE_ZEROES 4096+4096 unmap");
        byte[] expected = TestData.random(8192, 8);
        Arrays.fill(expected, 512, 1536, (byte) 0);
        Arrays.fill(expected, 4096, 8192, (byte) 0);
        assertThat(read.answerBytes()).isEqualTo(expected);
    }

    @Test
    void countsWhatItHasDone() {
        guest.write(0, TestData.random(1024, 9));
        guest.read(0, 512);
        guest.read(1, 0, 512);
        guest.flush();
        guest.ranges(BlockRequestType.DISCARD, TestData.range(0, 1, 0));
        guest.ranges(BlockRequestType.WRITE_ZEROES, TestData.range(0, 1, 0));
        guest.request(0).header(99, 0).status().submit();
        guest.read(1L << 40, 512);
        guest.run();

        assertThat(guest.device.stats()).isEqualTo(new BlockStats(2, 1024, 1, 1024, 1, 1, 1, 1, 1, 0, 0));
    }
}
