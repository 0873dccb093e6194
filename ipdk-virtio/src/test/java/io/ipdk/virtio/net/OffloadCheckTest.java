package io.ipdk.virtio.net;

import static io.ipdk.virtio.net.Frames.A;
import static io.ipdk.virtio.net.Frames.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.port.DropCause;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.net.protocol.NetFeature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a guest writes into the offload fields, nothing outside of its frame is touched or passed on. */
class OffloadCheckTest {
    private static final long ALL = NetFeature.offered(1) & ~VirtioFeature.EVENT_IDX;

    private final GuestPort to = new GuestPort(NetSettings.of(B), ALL);
    private GuestPort from = new GuestPort(NetSettings.of(A), ALL);
    private final byte[] tcp4 = Frames.tcp4(Frames.random(3000), 0x10);
    private final byte[] tcp6 = Frames.tcp6(Frames.random(3000), 0x10);

    @AfterEach
    void close() {
        from.close();
        to.close();
    }

    private void assertRefused(Header header, byte[] frame) {
        to.post(4, 4096);
        from.send(header, frame);
        from.forwardTo(to);
        assertThat(from.drops(DropCause.BAD_OFFLOAD)).isEqualTo(1);
        assertThat(from.reclaim()).isEqualTo(1);
        assertThat(to.received()).isEmpty();
    }

    private void assertPassed(Header header, byte[] frame) {
        to.post(4, 4096);
        from.send(header, frame);
        from.forwardTo(to);
        assertThat(from.totalDrops()).isZero();
        assertThat(to.received())
                .singleElement()
                .satisfies(each -> assertThat(each.frame()).isEqualTo(frame));
    }

    private void negotiate(long features) {
        from.close();
        from = new GuestPort(NetSettings.of(A), features);
    }

    @Test
    void aChecksumThatEndsWithTheFrameIsFine() {
        assertPassed(Header.checksum(60, 2), Frames.numbered(64));
    }

    @Test
    void aChecksumOneByteBehindTheFrameIsRefused() {
        assertRefused(Header.checksum(60, 3), Frames.numbered(64));
    }

    @Test
    void aChecksumStartBehindTheFrameIsRefused() {
        assertRefused(Header.checksum(65, 0), Frames.numbered(64));
    }

    @Test
    void aChecksumStartAndOffsetThatOverflow16BitsAreRefused() {
        assertRefused(Header.checksum(0xffff, 0xffff), Frames.numbered(64));
    }

    @Test
    void aChecksumInTheEthernetHeaderIsRefused() {
        assertRefused(Header.checksum(6, 0), Frames.numbered(64));
    }

    @Test
    void aChecksumWithoutTheFeatureIsRefused() {
        negotiate(ALL & ~NetFeature.CSUM);
        assertRefused(Header.checksum(34, 6), Frames.udp4(Frames.random(20), 1, 2));
    }

    @Test
    void fieldsThatMeanNothingAreNotLookedAt() {
        assertPassed(new Header(0, 0, 0xffff, 0xffff, 0xffff, 0xffff, 0xffff), Frames.numbered(64));
    }

    @Test
    void aLargeFrameGoesThroughWithItsFields() {
        to.post(4, 4096);
        from.send(Header.tso4(1448), tcp4);
        from.forwardTo(to);
        assertThat(to.received()).singleElement().satisfies(each -> {
            assertThat(each.frame()).isEqualTo(tcp4);
            assertThat(each.header()).isEqualTo(new Header(1, 1, 54, 1448, 34, 16, 1));
        });
    }

    @Test
    void aLargeIpv6FrameGoesThrough() {
        assertPassed(Header.tso6(1428), tcp6);
    }

    @Test
    void theReceiverGetsTheMeasuredHeaderLengthNotTheClaimedOne() {
        to.post(4, 4096);
        from.send(Header.tso4(1448).withHdrLen(3), tcp4);
        from.forwardTo(to);
        assertThat(to.received().get(0).header().hdrLen()).isEqualTo(54);
    }

    @Test
    void aHeaderLengthBehindTheFrameIsRefused() {
        assertRefused(Header.tso4(1448).withHdrLen(3055), tcp4);
    }

    @Test
    void aSegmentSizeOfZeroIsRefused() {
        assertRefused(Header.tso4(0), tcp4);
    }

    @Test
    void aSegmentSizeThatWouldMakeAThousandFramesIsRefused() {
        assertRefused(Header.tso4(47), tcp4);
    }

    @Test
    void segmentationWithoutChecksumIsRefused() {
        assertRefused(Header.tso4(1448).withFlags(0), tcp4);
    }

    @Test
    void anUnknownSegmentationTypeIsRefused() {
        assertRefused(Header.tso4(1448).withGsoType(2), tcp4);
    }

    @Test
    void udpFragmentationThatWasNeverOfferedIsRefused() {
        assertRefused(Header.tso4(1448).withGsoType(3), tcp4);
    }

    @Test
    void ipv4SegmentationWithoutTheFeatureIsRefused() {
        negotiate(ALL & ~NetFeature.HOST_TSO4);
        assertRefused(Header.tso4(1448), tcp4);
    }

    @Test
    void ipv6SegmentationWithoutTheFeatureIsRefused() {
        negotiate(ALL & ~NetFeature.HOST_TSO6);
        assertRefused(Header.tso6(1428), tcp6);
    }

    @Test
    void congestionMarksWithoutTheFeatureAreRefused() {
        negotiate(ALL & ~NetFeature.HOST_ECN);
        assertRefused(Header.tso4(1448).withGsoType(0x81), tcp4);
    }

    @Test
    void congestionMarksWithTheFeatureGoThrough() {
        assertPassed(Header.tso4(1448).withGsoType(0x81), tcp4);
    }

    @Test
    void ipv4SegmentationOfAnIpv6FrameIsRefused() {
        assertRefused(Header.tso4(1448), tcp6);
    }

    @Test
    void ipv6SegmentationOfAnIpv4FrameIsRefused() {
        assertRefused(Header.tso6(1428), tcp4);
    }

    @Test
    void segmentationOfUdpIsRefused() {
        byte[] frame = tcp4.clone();
        frame[23] = 17;
        assertRefused(Header.tso4(1448), frame);
    }

    @Test
    void segmentationOfAFragmentIsRefused() {
        byte[] frame = tcp4.clone();
        frame[20] = 0x20;
        assertRefused(Header.tso4(1448), frame);
    }

    @Test
    void anIpHeaderThatDoesNotEndWhereTcpStartsIsRefused() {
        byte[] frame = tcp4.clone();
        frame[14] = 0x46;
        assertRefused(Header.tso4(1448), frame);
    }

    @Test
    void aChecksumFieldThatIsNotTcpsIsRefused() {
        assertRefused(Header.tso4(1448).withCsumOffset(6), tcp4);
    }

    @Test
    void aTcpHeaderShorterThan20BytesIsRefused() {
        byte[] frame = tcp4.clone();
        frame[46] = 0x40;
        assertRefused(Header.tso4(1448), frame);
    }

    @Test
    void aTcpHeaderThatReachesBehindTheFrameIsRefused() {
        byte[] frame = java.util.Arrays.copyOf(tcp4, 60);
        frame[46] = (byte) 0xf0;
        assertRefused(Header.tso4(1448), frame);
    }

    @Test
    void aLargeFrameWithoutPayloadIsRefused() {
        assertRefused(Header.tso4(1448), java.util.Arrays.copyOf(tcp4, 54));
    }

    @Test
    void aLargeFrameCutOffInItsHeadersIsRefused() {
        assertRefused(Header.tso4(1448).withHdrLen(0), java.util.Arrays.copyOf(tcp4, 53));
    }

    @Test
    void aTcpHeaderBehindTheLongHeadIsRefused() {
        assertRefused(Header.tso6(1428).withCsumStart(2000), tcp6);
    }
}
