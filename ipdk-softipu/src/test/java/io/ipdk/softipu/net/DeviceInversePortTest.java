package io.ipdk.softipu.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.port.DropCause;
import io.ipdk.port.PacketBurst;
import io.ipdk.unit.MacAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceInversePortTest {
    private static final MacAddress PEER = MacAddress.of("02:00:00:00:00:01");

    private final HostPort host = new HostPort(1, HostPort.CHECKSUM_AND_TSO);
    private final HostPort plainHost = new HostPort(2).withBuffers(10);
    private final DeviceInversePort inverse = new DeviceInversePort(host.device);
    private final DeviceInversePort plainInverse = new DeviceInversePort(plainHost.device);
    private final PacketBurst burst = inverse.newBurst(32);

    @AfterEach
    void close() {
        host.close();
        plainHost.close();
    }

    private static byte[] bytes(ByteBuffer frame) {
        byte[] bytes = new byte[frame.remaining()];
        frame.duplicate().get(bytes);
        return bytes;
    }

    @Test
    void whatTheHostSendsIsReceived() {
        for (int i = 0; i < 5; i++) {
            host.send(host.frame(PEER, 60 + 100 * i, i));
        }
        assertThat(inverse.receive(burst)).isEqualTo(5);
        assertThat(burst.size()).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            assertThat(bytes(burst.frame(i))).isEqualTo(host.frame(PEER, 60 + 100 * i, i));
            assertThat(burst.checksumPending(i)).isFalse();
            assertThat(burst.segmentSize(i)).isZero();
        }
        assertThat(inverse.receive(burst)).isZero();
        assertThat(burst.size()).isZero();
    }

    @Test
    void aBurstTakesNoMoreThanItHolds() {
        for (int i = 0; i < 50; i++) {
            host.send(host.frame(PEER, 60, i));
        }
        assertThat(inverse.receive(burst)).isEqualTo(32);
        assertThat(inverse.receive(burst)).isEqualTo(18);
        assertThat(host.stats().totalDrops()).isZero();
        assertThat(host.stats().framesFromHost()).isEqualTo(50);
    }

    @Test
    void droppedFramesTakeNoPlaceInABurst() {
        for (int i = 0; i < 40; i++) {
            host.send(i < 20 ? new byte[5] : host.frame(PEER, 60, i));
        }
        assertThat(inverse.receive(burst)).isEqualTo(20);
        assertThat(host.drops(DropCause.TOO_SHORT)).isEqualTo(20);
    }

    @Test
    void whatIsSentTheHostReceives() {
        host.withBuffers(10);
        byte[] first = HostPort.frame(host.mac, PEER, 60, 1);
        byte[] second = HostPort.frame(host.mac, PEER, 1514, 2);
        burst.append(first.length).put(first);
        burst.append(second.length).put(second);
        assertThat(inverse.send(burst)).isEqualTo(2);
        assertThat(host.received()).containsExactly(first, second);
    }

    @Test
    void whatFindsNoBufferMayBeSentAgain() {
        host.withBuffers(2);
        for (int i = 0; i < 3; i++) {
            burst.append(60).put(HostPort.frame(host.mac, PEER, 60, i));
        }
        assertThat(inverse.send(burst)).isEqualTo(2);
        assertThat(host.stats().totalDrops()).isZero();
        assertThat(host.received()).hasSize(2);
        assertThat(inverse.send(burst, 2)).isEqualTo(1);
        assertThat(host.received())
                .singleElement()
                .satisfies(frame -> assertThat(HostPort.number(frame)).isEqualTo(2));
    }

    @Test
    void whatCanNeverBeDeliveredCountsAsTaken() {
        host.withBuffers(2);
        burst.append(13);
        burst.append(5000);
        burst.append(60).put(HostPort.frame(host.mac, PEER, 60, 7));
        assertThat(inverse.send(burst)).isEqualTo(3);
        assertThat(host.received()).hasSize(1);
        assertThat(host.drops(DropCause.TOO_SHORT)).isEqualTo(1);
        assertThat(host.drops(DropCause.TOO_LONG)).isEqualTo(1);
    }

    @Test
    void aShortenedFrameIsSentShorter() {
        host.withBuffers(1);
        burst.append(1000).put(HostPort.frame(host.mac, PEER, 1000, 1));
        burst.frame(0).limit(100);
        inverse.send(burst);
        assertThat(host.received())
                .singleElement()
                .satisfies(frame -> assertThat(frame).hasSize(100));
    }

    private byte[] udpWithPartialChecksum() {
        ByteBuffer frame = ByteBuffer.wrap(HostPort.frame(plainHost.mac, host.mac, 62, 0));
        frame.putShort(12, (short) 0x0800).put(14, (byte) 0x45).put(23, (byte) 17);
        frame.putShort(40, (short) 0x1234);
        return frame.array();
    }

    private static final byte[] UDP_CHECKSUM = {1, 0, 0, 0, 0, 0, 34, 0, 6, 0, 0, 0};

    /** The sum over what a checksum at 34 covers; all ones when the checksum is the one that was asked for. */
    private static int sumFrom34(byte[] frame) {
        int sum = 0;
        for (int i = 34; i < frame.length; i += 2) {
            sum += ByteBuffer.wrap(frame).getShort(i) & 0xffff;
        }
        return (sum & 0xffff) + (sum >>> 16);
    }

    @Test
    void aPendingChecksumTravelsWithTheFrameToAnotherPort() {
        host.send(UDP_CHECKSUM, udpWithPartialChecksum());
        inverse.receive(burst);
        assertThat(burst.checksumPending(0)).isTrue();
        plainInverse.send(burst);
        byte[] arrived = plainHost.received().get(0);
        assertThat(arrived).isNotEqualTo(udpWithPartialChecksum());
        assertThat(arrived[40] != 0x12 || arrived[41] != 0x34).isTrue();
    }

    @Test
    void anApplicationCanHaveTheChecksumFilledIn() {
        host.send(UDP_CHECKSUM, udpWithPartialChecksum());
        inverse.receive(burst);
        byte[] before = bytes(burst.frame(0));
        burst.completeChecksum(0);
        assertThat(burst.checksumPending(0)).isFalse();
        byte[] after = bytes(burst.frame(0));
        assertThat(after).isNotEqualTo(before);
        after[40] = before[40];
        after[41] = before[41];
        assertThat(after).isEqualTo(before);
        assertThat(sumFrom34(before)).isNotZero();
    }

    @Test
    void aFrameCutBelowItsPendingChecksumIsNotDelivered() {
        host.send(UDP_CHECKSUM, udpWithPartialChecksum());
        inverse.receive(burst);
        burst.frame(0).limit(36);
        assertThat(plainInverse.send(burst)).isEqualTo(1);
        assertThat(plainHost.drops(DropCause.UNSUPPORTED_OFFLOAD)).isEqualTo(1);
    }

    @Test
    void aFullBurstTakesNoMoreFrames() {
        PacketBurst small = inverse.newBurst(1);
        small.append(60);
        assertThatThrownBy(() -> small.append(60)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> small.frame(1)).isInstanceOf(IndexOutOfBoundsException.class);
        small.clear();
        assertThatThrownBy(() -> small.append(small.maxFrameBytes() + 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(small.append(small.maxFrameBytes()).remaining()).isEqualTo(small.maxFrameBytes());
    }

    @Test
    void aSecondUseOfABurstForgetsTheOffloadOfTheFirst() {
        host.send(UDP_CHECKSUM, udpWithPartialChecksum());
        inverse.receive(burst);
        burst.clear();
        burst.append(60);
        assertThat(burst.checksumPending(0)).isFalse();
    }
}
