package io.ipdk.virtio.net;

import static io.ipdk.virtio.net.Frames.A;
import static io.ipdk.virtio.net.Frames.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.port.DropCause;
import io.ipdk.virtio.VirtioFeature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Chains that are no frames: each is returned, counted, and costs nothing else. */
class MalformedTransmitTest {
    private final GuestPort from = new GuestPort(NetSettings.of(A), VirtioFeature.VERSION_1);
    private final GuestPort to = new GuestPort(NetSettings.of(B), VirtioFeature.VERSION_1);

    @AfterEach
    void close() {
        from.close();
        to.close();
    }

    private void assertDropped(DropCause cause) {
        to.post(2, 2048);
        from.send(Frames.numbered(64));
        assertThat(from.forwardTo(to)).isEqualTo(2);
        assertThat(from.reclaim()).isEqualTo(2);
        assertThat(from.drops(cause)).isEqualTo(1);
        assertThat(to.received())
                .singleElement()
                .satisfies(each -> assertThat(each.frame()).isEqualTo(Frames.numbered(64)));
    }

    @Test
    void aChainShorterThanTheVirtioHeaderIsMalformed() {
        from.sendRaw(0, new byte[11]);
        assertDropped(DropCause.MALFORMED_CHAIN);
    }

    @Test
    void anEmptyChainIsMalformed() {
        from.sendRaw(0, new byte[0]);
        assertDropped(DropCause.MALFORMED_CHAIN);
    }

    @Test
    void aHeaderAloneIsTooShort() {
        from.sendRaw(0, new byte[12]);
        assertDropped(DropCause.TOO_SHORT);
    }

    @Test
    void aFrameOf13BytesIsTooShort() {
        from.sendRaw(0, new byte[25]);
        assertDropped(DropCause.TOO_SHORT);
    }

    @Test
    void aChainOutsideOfGuestMemoryIsMalformed() {
        from.transmit[0].offer(from.region.hostAddress() + from.region.size() - 10, 76, false, 0);
        from.transmit[0].publish();
        assertDropped(DropCause.MALFORMED_CHAIN);
    }

    @Test
    void aChainWithABufferToWriteIsMalformed() {
        long[] addresses = {from.allocate(100), from.allocate(100)};
        from.transmit[0].offer(addresses, new int[] {100, 100}, 1, 1, 0);
        from.transmit[0].publish();
        assertDropped(DropCause.MALFORMED_CHAIN);
    }

    @Test
    void aFrameLongerThanAnyPacketIsMalformed() {
        from.sendRaw(0, new byte[40_000], new byte[40_000]);
        assertDropped(DropCause.MALFORMED_CHAIN);
    }

    @Test
    void aFrameLongerThanTheMtuIsTooLong() {
        from.send(Frames.numbered(1515));
        assertDropped(DropCause.TOO_LONG);
    }

    @Test
    void aVlanTagMayComeOnTopOfTheMtu() {
        to.post(2, 2048);
        from.send(Frames.tagged(Frames.numbered(1514), 0x8100, 5));
        from.send(Frames.tagged(Frames.numbered(1515), 0x8100, 5));
        from.forwardTo(to);
        assertThat(to.received()).hasSize(1);
        assertThat(from.drops(DropCause.TOO_LONG)).isEqualTo(1);
    }

    @Test
    void aSourceThatIsAGroupIsSpoofed() {
        from.send(Frames.ethernet(B, Frames.BROADCAST, 0x0800, new byte[50]));
        assertDropped(DropCause.SPOOFED_SOURCE);
    }

    @Test
    void anAvailIndexThatJumpsBreaksOnlyThatRing() {
        RawMemory.putShortRelease(from.transmit[0].availRing() + 2, (short) (GuestPort.RING_SIZE + 1));
        assertThat(from.forwardTo(to)).isZero();
        assertThat(from.device.queue(1).tryEnter()).isTrue();
        assertThat(java.util.Objects.requireNonNull(from.device.queue(1).ring()).isBroken())
                .isTrue();
        from.device.queue(1).exit();
        from.post(1, 2048);
        to.send(Frames.numbered(64));
        assertThat(to.forwardTo(from)).isEqualTo(1);
        assertThat(from.received()).hasSize(1);
    }

    @Test
    void receiveChainsThatCannotTakeAHeaderAreThrownBack() {
        to.post(3, 8);
        to.post(1, 2048);
        from.send(Frames.numbered(64));
        from.forwardTo(to);
        assertThat(to.drops(DropCause.MALFORMED_CHAIN)).isEqualTo(3);
        assertThat(java.util.Objects.requireNonNull(to.nextBuffer(0))).isEmpty();
        assertThat(java.util.Objects.requireNonNull(to.nextBuffer(0))).isEmpty();
        assertThat(java.util.Objects.requireNonNull(to.nextBuffer(0))).isEmpty();
        assertThat(java.util.Objects.requireNonNull(to.nextBuffer(0))).hasSize(76);
    }

    @Test
    void faultyReceiveChainsAreThrownBackAlsoWhenNoGoodOneFollows() {
        to.post(40, 8);
        for (int i = 0; i < 3; i++) {
            from.send(Frames.numbered(64));
        }
        from.forwardTo(to);
        assertThat(to.drops(DropCause.MALFORMED_CHAIN)).isEqualTo(40);
        assertThat(to.drops(DropCause.NO_BUFFER)).isEqualTo(3);
    }
}
