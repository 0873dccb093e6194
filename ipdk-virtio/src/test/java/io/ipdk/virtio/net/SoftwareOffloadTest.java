package io.ipdk.virtio.net;

import static io.ipdk.virtio.net.Frames.A;
import static io.ipdk.virtio.net.Frames.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.port.DropCause;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.net.protocol.NetFeature;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A driver that negotiated less than the sender gets the same data, done in software. */
class SoftwareOffloadTest {
    private static final long ALL = NetFeature.offered(1) & ~VirtioFeature.EVENT_IDX;
    private static final long NONE = VirtioFeature.VERSION_1 | NetFeature.MRG_RXBUF;
    private static final long CHECKSUM_ONLY = NONE | NetFeature.GUEST_CSUM;
    private static final int FIN = 1;
    private static final int PSH = 8;
    private static final int ACK = 0x10;
    private static final int CWR = 0x80;

    private final GuestPort from = new GuestPort(NetSettings.of(A), ALL);
    private GuestPort to = new GuestPort(NetSettings.of(B), NONE);

    @AfterEach
    void close() {
        from.close();
        to.close();
    }

    private List<byte[]> forward(Header header, byte[] frame, long receiverFeatures) {
        to.close();
        to = new GuestPort(NetSettings.of(B), receiverFeatures);
        to.post(100, 2048);
        from.send(header, frame);
        from.forwardTo(to);
        assertThat(from.totalDrops()).isZero();
        return to.received().stream().map(GuestPort.Received::frame).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 18, 30, 100, 1001, 1472})
    void aPartialUdpChecksumIsFilledIn(int payload) {
        byte[] frame = Frames.udp4(Frames.random(payload), 1234, 53);
        assertThat(Frames.isTransportRight4(frame)).isFalse();
        byte[] arrived = forward(Header.checksum(34, 6), frame, NONE).get(0);
        assertThat(Frames.isTransportRight4(arrived)).isTrue();
        arrived[40] = frame[40];
        arrived[41] = frame[41];
        assertThat(arrived).isEqualTo(frame);
    }

    @Test
    void aPartialChecksumIsFilledInHoweverTheChainIsCut() {
        byte[] frame = Frames.udp4(Frames.random(555), 1234, 53);
        to.post(4, 2048);
        from.sendIn(Header.checksum(34, 6), frame, 12, 33, 101, 7);
        from.sendIn(Header.checksum(34, 6), frame, 3, 200);
        from.forwardTo(to);
        assertThat(to.received())
                .hasSize(2)
                .allSatisfy(each ->
                        assertThat(Frames.isTransportRight4(each.frame())).isTrue());
    }

    @Test
    void aUdpChecksumOfZeroIsWrittenInItsOtherForm() {
        byte[] payload = new byte[2];
        byte[] frame = Frames.udp4(payload, 1234, 53);
        int sum = Frames.sum(frame, 34, frame.length - 34, 0);
        ByteBuffer.wrap(frame).putShort(42, (short) ~sum);
        byte[] arrived = forward(Header.checksum(34, 6), frame, NONE).get(0);
        assertThat(ByteBuffer.wrap(arrived).getShort(40)).isEqualTo((short) 0xffff);
    }

    @Test
    void aDriverThatTakesPartialChecksumsGetsThemUntouched() {
        byte[] frame = Frames.udp4(Frames.random(100), 1234, 53);
        assertThat(forward(Header.checksum(34, 6), frame, CHECKSUM_ONLY).get(0)).isEqualTo(frame);
    }

    @Test
    void theNextFrameInTheSameViewGetsItsOwnChecksum() {
        to.post(10, 2048);
        for (int i = 0; i < 3; i++) {
            from.send(Header.checksum(34, 6), Frames.udp4(Frames.random(100 + i), 1, i));
            from.forwardTo(to);
        }
        assertThat(to.received())
                .hasSize(3)
                .allSatisfy(each ->
                        assertThat(Frames.isTransportRight4(each.frame())).isTrue());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1447, 1448, 1449, 2896, 5000, 14480, 60000})
    void aLargeIpv4FrameIsCut(int payload) {
        byte[] data = Frames.random(payload);
        List<byte[]> segments = forward(Header.tso4(1448), Frames.tcp4(data, ACK | PSH), NONE);
        assertThat(segments).hasSize((payload + 1447) / 1448);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int i = 0; i < segments.size(); i++) {
            byte[] segment = segments.get(i);
            ByteBuffer fields = ByteBuffer.wrap(segment);
            assertThat(Frames.isIpHeaderRight4(segment)).isTrue();
            assertThat(Frames.isTransportRight4(segment)).isTrue();
            assertThat(fields.getShort(16)).as("total length").isEqualTo((short) (segment.length - 14));
            assertThat(fields.getShort(18)).as("id").isEqualTo((short) (0xfffe + i));
            assertThat(fields.getInt(38)).as("sequence").isEqualTo(0xffff_ff00 + 1448 * i);
            joined.write(segment, 54, segment.length - 54);
        }
        assertThat(joined.toByteArray()).isEqualTo(data);
    }

    @Test
    void aLargeIpv6FrameIsCut() {
        byte[] data = Frames.random(10_000);
        List<byte[]> segments = forward(Header.tso6(1428), Frames.tcp6(data, ACK), NONE);
        assertThat(segments).hasSize(8);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] segment : segments) {
            assertThat(Frames.isTransportRight6(segment)).isTrue();
            assertThat(ByteBuffer.wrap(segment).getShort(18)).isEqualTo((short) (segment.length - 54));
            joined.write(segment, 74, segment.length - 74);
        }
        assertThat(joined.toByteArray()).isEqualTo(data);
    }

    @Test
    void aTaggedLargeFrameIsCut() {
        byte[] frame = Frames.tagged(Frames.tcp4(Frames.random(3000), ACK), 0x8100, 7);
        List<byte[]> segments = forward(Header.tso4(1448).withCsumStart(38).withHdrLen(58), frame, NONE);
        assertThat(segments).hasSize(3).allSatisfy(segment -> {
            assertThat(Arrays.copyOfRange(segment, 12, 18)).isEqualTo(Arrays.copyOfRange(frame, 12, 18));
            byte[] untagged =
                    GuestPort.join(Arrays.copyOf(segment, 12), Arrays.copyOfRange(segment, 16, segment.length));
            assertThat(Frames.isTransportRight4(untagged)).isTrue();
        });
    }

    @Test
    void flagsGoToTheSegmentsTheyBelongTo() {
        byte[] frame = Frames.tcp4(Frames.random(4000), ACK | PSH | FIN | CWR);
        List<byte[]> segments = forward(Header.tso4(1448).withGsoType(0x81), frame, NONE);
        assertThat(segments).extracting(segment -> segment[47] & 0xff).containsExactly(ACK | CWR, ACK, ACK | PSH | FIN);
    }

    @Test
    void segmentsForADriverThatTakesPartialChecksumsCarryThePseudoHeader() {
        to.close();
        to = new GuestPort(NetSettings.of(B), CHECKSUM_ONLY);
        to.post(10, 2048);
        from.send(Header.tso4(1448), Frames.tcp4(Frames.random(3000), ACK));
        from.forwardTo(to);
        List<GuestPort.Received> received = to.received();
        assertThat(received).hasSize(3).allSatisfy(each -> {
            assertThat(each.header()).isEqualTo(new Header(1, 0, 0, 0, 34, 16, 1));
            byte[] frame = each.frame();
            int sum = Frames.sum(frame, 34, frame.length - 34, 0);
            ByteBuffer.wrap(frame).putShort(50, (short) ~sum);
            assertThat(Frames.isTransportRight4(frame)).isTrue();
        });
    }

    @Test
    void segmentsThatFindNoBufferAreCounted() {
        to.post(2, 2048);
        from.send(Header.tso4(1448), Frames.tcp4(Frames.random(1448 * 5), ACK));
        from.forwardTo(to);
        assertThat(to.received()).hasSize(2);
        assertThat(to.drops(DropCause.NO_BUFFER)).isEqualTo(3);
    }

    @Test
    void aSegmentLargerThanTheReceiversMtuIsTooLong() {
        to.device.configure(to.device.settings().withMtu(1400));
        to.post(10, 2048);
        from.send(Header.tso4(1448), Frames.tcp4(Frames.random(3000), ACK));
        from.send(Header.tso4(1360), Frames.tcp4(Frames.random(3000), ACK));
        from.forwardTo(to);
        assertThat(to.drops(DropCause.TOO_LONG)).isEqualTo(1);
        assertThat(to.received()).hasSize(3);
    }
}
