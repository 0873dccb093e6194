package io.ipdk.virtio.net;

import static io.ipdk.virtio.net.Frames.A;
import static io.ipdk.virtio.net.Frames.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.limit.BandwidthLimit;
import io.ipdk.port.DropCause;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.MacAddress;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.net.protocol.NetConfigLayout;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be changed while frames pass. */
class NetSettingsTest {
    private static final long SECOND = 1_000_000_000L;
    // 1000 bytes a second, after 2000 bytes at once.
    private static final BandwidthLimit LIMIT = new BandwidthLimit(new Bandwidth(8000), DataSize.bytes(2000));

    private final GuestPort from = new GuestPort(NetSettings.of(A), VirtioFeature.VERSION_1);
    private final GuestPort to = new GuestPort(NetSettings.of(B), VirtioFeature.VERSION_1);

    @AfterEach
    void close() {
        from.close();
        to.close();
    }

    private void sendThousandBytes(int frames) {
        to.post(frames, 2048);
        for (int i = 0; i < frames; i++) {
            from.send(Frames.numbered(1000));
        }
    }

    @Test
    void framesFromTheHostWaitForTheRateLimit() {
        from.device.configure(from.device.settings().withRateLimit(LIMIT));
        sendThousandBytes(6);
        assertThat(from.forwardTo(to, 0)).as("the burst").isEqualTo(2);
        assertThat(from.device.deadlineNanos(0)).isBetween(1L, SECOND);
        assertThat(from.forwardTo(to, SECOND)).isEqualTo(1);
        assertThat(from.forwardTo(to, 3 * SECOND)).isEqualTo(2);
        assertThat(from.forwardTo(to, 4 * SECOND)).isEqualTo(1);
        assertThat(from.totalDrops()).isZero();
        assertThat(to.received()).hasSize(6);
    }

    @Test
    void aPortThatWaitsForItsRateIsNotBusy() {
        from.device.configure(from.device.settings().withRateLimit(LIMIT));
        sendThousandBytes(3);
        from.forwardTo(to, 0);
        assertThat(from.device.arm()).isFalse();
    }

    @Test
    void thereIsNoDeadlineWhereNothingWaits() {
        from.device.configure(from.device.settings().withRateLimit(LIMIT));
        sendThousandBytes(1);
        from.forwardTo(to, 0);
        assertThat(from.device.deadlineNanos(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void framesToTheHostBeyondTheRateLimitAreDropped() {
        to.device.configure(to.device.settings().withRateLimit(LIMIT));
        sendThousandBytes(5);
        from.forwardTo(to, 0);
        assertThat(to.received()).hasSize(2);
        assertThat(to.drops(DropCause.RATE_LIMIT)).isEqualTo(3);
    }

    @Test
    void liftingTheLimitLetsTheWaitingFramesGo() {
        from.device.configure(from.device.settings().withRateLimit(LIMIT));
        sendThousandBytes(5);
        from.forwardTo(to, 0);
        from.device.configure(from.device.settings().withRateLimit(BandwidthLimit.UNLIMITED));
        assertThat(from.forwardTo(to, 1)).isEqualTo(3);
    }

    @Test
    void aPortThatIsDownTakesFramesAndDropsThem() {
        from.device.configure(from.device.settings().withLinkUp(false));
        sendThousandBytes(3);
        from.forwardTo(to);
        assertThat(from.reclaim()).isEqualTo(3);
        assertThat(from.drops(DropCause.LINK_DOWN)).isEqualTo(3);
        from.device.configure(from.device.settings().withLinkUp(true));
        from.send(Frames.numbered(64));
        from.forwardTo(to);
        assertThat(to.received()).hasSize(1);
    }

    @Test
    void nothingIsDeliveredToAPortThatIsDown() {
        to.device.configure(to.device.settings().withLinkUp(false));
        sendThousandBytes(3);
        from.forwardTo(to);
        assertThat(to.received()).isEmpty();
        assertThat(to.drops(DropCause.LINK_DOWN)).isEqualTo(3);
    }

    @Test
    void aSmallerMtuHoldsInBothDirectionsAtOnce() {
        from.device.configure(from.device.settings().withMtu(500));
        sendThousandBytes(1);
        from.forwardTo(to);
        assertThat(from.drops(DropCause.TOO_LONG)).isEqualTo(1);
        from.post(1, 2048);
        to.send(Frames.numbered(515));
        to.forwardTo(from);
        assertThat(from.drops(DropCause.TOO_LONG)).isEqualTo(2);
    }

    @Test
    void withAntiSpoofingOnlyTheOwnSourcePasses() {
        from.device.configure(from.device.settings().withAntiSpoofing(true));
        to.post(2, 2048);
        from.send(Frames.ethernet(B, A, 0x0800, new byte[50]));
        from.send(Frames.ethernet(B, MacAddress.of("52:54:00:00:00:0c"), 0x0800, new byte[50]));
        from.forwardTo(to);
        assertThat(to.received()).hasSize(1);
        assertThat(from.drops(DropCause.SPOOFED_SOURCE)).isEqualTo(1);
    }

    @Test
    void withAntiSpoofingArpMustNameTheOwnAddress() {
        from.device.configure(from.device.settings().withAntiSpoofing(true));
        to.post(10, 2048);
        byte[] honest = Frames.arp(A, A);
        byte[] lie = Frames.arp(A, B);
        List<byte[]> lies = List.of(
                lie,
                Frames.tagged(lie, 0x8100, 3),
                Frames.tagged(Frames.tagged(lie, 0x8100, 3), 0x88a8, 4),
                Frames.tagged(Frames.tagged(Frames.tagged(lie, 0x8100, 3), 0x8100, 3), 0x88a8, 4),
                java.util.Arrays.copyOf(honest, 30));
        lies.forEach(from::send);
        byte[] longAddress = honest.clone();
        longAddress[18] = 8;
        from.send(longAddress);
        byte[] reverse = lie.clone();
        reverse[12] = (byte) 0x80;
        reverse[13] = 0x35;
        from.send(reverse);
        from.send(honest);
        from.send(Frames.tagged(honest, 0x8100, 3));
        from.forwardTo(to);
        assertThat(to.received()).hasSize(2);
        assertThat(from.drops(DropCause.SPOOFED_SOURCE)).isEqualTo(lies.size() + 2);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> NetSettings.of(A).withMtu(67)).hasMessageContaining("68 to 65535");
        assertThatThrownBy(() -> NetSettings.of(Frames.BROADCAST)).hasMessageContaining("unicast");
        assertThatThrownBy(() -> new VirtioNetDevice(0, NetSettings.of(A))).hasMessageContaining("1 to 64");
    }

    @Test
    void theDriverReadsTheSettingsInTheConfigurationSpace() {
        VirtioNetDevice device = new VirtioNetDevice(3, NetSettings.of(A).withMtu(9000));
        byte[] space = new byte[NetConfigLayout.BYTES];
        device.readConfig(0, space, 0, space.length);
        assertThat(space)
                .startsWith(
                        0x52, 0x54, 0x00, 0x00, 0x00, 0x0a, // MAC
                        1, 0, // link up
                        3, 0, // pairs
                        0x28, 0x23, // MTU
                        0x10, 0x27, 0, 0, // 10 000 Mbit/s
                        1);
        device.configure(device.settings().withLinkUp(false));
        device.readConfig(NetConfigLayout.STATUS, space, 0, 2);
        assertThat(space[0]).isZero();
    }

    @Test
    void anMtuAboveTheSettingIsRefused() {
        assertThat(from.device.setMtu(1500)).isTrue();
        assertThat(from.device.setMtu(1501)).isFalse();
    }

    @Test
    void aMigratedGuestIsAnnounced() {
        to.post(1, 2048);
        from.device.rarp(A.bits());
        from.forwardTo(to);
        assertThat(to.received()).singleElement().satisfies(each -> {
            byte[] frame = each.frame();
            assertThat(frame).hasSize(60).startsWith(255, 255, 255, 255, 255, 255, 0x52, 0x54, 0, 0, 0, 0x0a);
            assertThat(java.util.Arrays.copyOfRange(frame, 12, 42))
                    .containsExactly(
                            0x80, 0x35, 0, 1, 8, 0, 6, 4, 0, 3, 0x52, 0x54, 0, 0, 0, 0x0a, 0, 0, 0, 0, 0x52, 0x54, 0, 0,
                            0, 0x0a, 0, 0, 0, 0);
        });
    }
}
