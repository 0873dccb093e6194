package io.ipdk.virtio.net;

import static io.ipdk.virtio.net.Frames.A;
import static io.ipdk.virtio.net.Frames.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.port.DropCause;
import io.ipdk.port.PortStats;
import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.net.protocol.NetFeature;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardingTest {
    private static final long V1 = VirtioFeature.VERSION_1;
    private static final long MERGEABLE = V1 | NetFeature.MRG_RXBUF;

    private GuestPort from = new GuestPort(NetSettings.of(A), V1);
    private GuestPort to = new GuestPort(NetSettings.of(B), V1);

    @AfterEach
    void close() {
        from.close();
        to.close();
    }

    private void receiveWith(long features) {
        to.close();
        to = new GuestPort(NetSettings.of(B), features);
    }

    private void sendWith(long features) {
        from.close();
        from = new GuestPort(NetSettings.of(A), features);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 21, 22, 60, 63, 64, 65, 128, 129, 240, 1000, 1513, 1514})
    void aFrameArrivesAsItWasSent(int length) {
        to.post(1, 2048);
        from.send(Frames.numbered(length));
        assertThat(from.forwardTo(to)).isEqualTo(1);
        assertThat(from.reclaim()).isEqualTo(1);
        List<GuestPort.Received> received = to.received();
        assertThat(received).hasSize(1);
        assertThat(received.get(0).frame()).isEqualTo(Frames.numbered(length));
        assertThat(received.get(0).header()).isEqualTo(new Header(0, 0, 0, 0, 0, 0, 1));
    }

    @Test
    void aFrameArrivesHoweverItsChainIsCut() {
        byte[] frame = Frames.numbered(600);
        int[][] cuts = {{12}, {1, 1, 10}, {5, 7, 3}, {13}, {12, 14}, {12, 64}, {75}, {77, 100, 1}, {611}};
        to.post(cuts.length, 2048);
        for (int[] cut : cuts) {
            from.sendIn(Header.PLAIN, frame, cut);
        }
        from.forwardTo(to);
        assertThat(to.received())
                .hasSize(cuts.length)
                .allSatisfy(each -> assertThat(each.frame()).isEqualTo(frame));
    }

    @Test
    void aFrameArrivesHoweverTheReceivingChainIsCut() {
        byte[] frame = Frames.numbered(600);
        int[][] cuts = {{12, 700}, {1, 1, 10, 700}, {11, 700}, {13, 1, 700}, {76, 700}, {700}, {300, 300, 12}};
        for (int[] cut : cuts) {
            to.post(1, cut);
            from.send(frame);
        }
        from.forwardTo(to);
        assertThat(to.received()).hasSize(cuts.length).allSatisfy(each -> {
            assertThat(each.frame()).isEqualTo(frame);
            assertThat(each.header().numBuffers()).isEqualTo(1);
        });
    }

    @Test
    void driversBeforeVersion1HaveTheShortHeader() {
        receiveWith(0);
        sendWith(0);
        to.post(1, 2048);
        from.send(Frames.numbered(100));
        from.forwardTo(to);
        assertThat(to.received())
                .singleElement()
                .satisfies(each -> assertThat(each.frame()).isEqualTo(Frames.numbered(100)));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 256, 1000, 13})
    void aFrameIsSpreadOverSeveralBuffersWithMergeableBuffers(int bufferBytes) {
        receiveWith(MERGEABLE);
        to.post(200, bufferBytes);
        from.send(Frames.numbered(1514));
        from.send(Frames.numbered(64));
        from.forwardTo(to);
        assertThat(to.received())
                .extracting(GuestPort.Received::frame)
                .containsExactly(Frames.numbered(1514), Frames.numbered(64));
    }

    @Test
    void numBuffersIsRightAlsoWhereTheHeaderItselfIsCut() {
        receiveWith(MERGEABLE);
        to.post(10, 5, 6, 500);
        from.send(Frames.numbered(1200));
        from.forwardTo(to);
        assertThat(to.received()).singleElement().satisfies(each -> {
            assertThat(each.header().numBuffers()).isEqualTo(3);
            assertThat(each.frame()).isEqualTo(Frames.numbered(1200));
        });
    }

    @Test
    void aFrameWithoutBuffersIsDroppedAndCounted() {
        from.send(Frames.numbered(64));
        from.forwardTo(to);
        assertThat(to.drops(DropCause.NO_BUFFER)).isEqualTo(1);
        assertThat(from.reclaim()).isEqualTo(1);
    }

    @Test
    void tooFewMergeableBuffersStayForTheNextFrame() {
        receiveWith(MERGEABLE);
        to.post(2, 256);
        from.send(Frames.numbered(1000));
        from.send(Frames.numbered(300));
        from.forwardTo(to);
        assertThat(to.drops(DropCause.NO_BUFFER)).isEqualTo(1);
        assertThat(to.received()).extracting(GuestPort.Received::frame).containsExactly(Frames.numbered(300));
    }

    @Test
    void aBufferTooSmallForOneFrameStaysForAnother() {
        to.post(1, 200);
        from.send(Frames.numbered(1000));
        from.send(Frames.numbered(100));
        from.forwardTo(to);
        assertThat(to.received()).extracting(GuestPort.Received::frame).containsExactly(Frames.numbered(100));
    }

    @Test
    void aFrameForADeviceWithoutDriverIsNotConnected() {
        try (GuestPort unused = new GuestPort(NetSettings.of(B), V1)) {
            unused.device.queue(0).enter();
            unused.device.queue(0).stop();
            unused.device.queue(0).exit();
            from.send(Frames.numbered(64));
            from.forwardTo(unused);
            assertThat(unused.drops(DropCause.NOT_CONNECTED)).isEqualTo(1);
        }
    }

    @Test
    void aDisabledReceiveRingGetsNothing() {
        to.post(1, 2048);
        to.device.queue(0).enter();
        to.device.queue(0).enable(false);
        to.device.queue(0).exit();
        from.send(Frames.numbered(64));
        from.forwardTo(to);
        assertThat(to.received()).isEmpty();
        assertThat(to.drops(DropCause.QUEUE_DISABLED)).isEqualTo(1);
    }

    @Test
    void aDisabledTransmitRingIsDrainedAndThrownAway() {
        to.post(1, 2048);
        from.device.queue(1).enter();
        from.device.queue(1).enable(false);
        from.device.queue(1).exit();
        from.send(Frames.numbered(64));
        from.forwardTo(to);
        assertThat(from.reclaim()).isEqualTo(1);
        assertThat(to.received()).isEmpty();
        assertThat(from.drops(DropCause.QUEUE_DISABLED)).isEqualTo(1);
    }

    @Test
    void everyFrameIsCountedOnceWithItsBytes() {
        to.post(2, 2048);
        from.send(Frames.numbered(64));
        from.send(Frames.numbered(1000));
        from.send(Frames.numbered(70));
        from.forwardTo(to);
        PortStats sent = from.device.stats(Instant.EPOCH, Instant.EPOCH);
        PortStats got = to.device.stats(Instant.EPOCH, Instant.EPOCH);
        assertThat(sent.framesFromHost()).isEqualTo(3);
        assertThat(sent.bytesFromHost()).isEqualTo(1134);
        assertThat(sent.drops()).isEmpty();
        assertThat(got.framesToHost()).isEqualTo(2);
        assertThat(got.bytesToHost()).isEqualTo(1064);
        assertThat(got.drops()).containsExactly(java.util.Map.entry(DropCause.NO_BUFFER, 1L));
    }

    @Test
    void aFrameNobodyTakesHasNoReceiver() {
        from.send(Frames.numbered(64));
        from.device.pollTransmit(from.burst, frame -> false, 32, 1 << 20, 0);
        assertThat(from.drops(DropCause.NO_RECEIVER)).isEqualTo(1);
        assertThat(from.device.stats(Instant.EPOCH, Instant.EPOCH).framesFromHost())
                .isZero();
    }

    @Test
    void whatTheGuestChangesAfterTheCheckIsNotDelivered() {
        to.post(1, 2048);
        byte[] honest = Frames.numbered(64);
        long buffer = from.allocate(12 + honest.length);
        from.transmit[0].offer(buffer, 12 + honest.length, false, 0);
        io.ipdk.nativeaccess.memory.RawMemory.copyFromArray(honest, 0, buffer + 12, honest.length);
        from.transmit[0].publish();
        from.device.pollTransmit(
                from.burst,
                frame -> {
                    io.ipdk.nativeaccess.memory.RawMemory.fill(buffer, 12 + honest.length, (byte) 0xee);
                    return to.device.deliver(frame, 0);
                },
                32,
                1 << 20,
                0);
        to.device.flushReceive();
        assertThat(to.received()).singleElement().satisfies(each -> {
            assertThat(each.frame()).isEqualTo(honest);
            assertThat(each.header().flags()).isZero();
        });
    }

    @Test
    void aSinkThatFailsLosesTheBurstButNoChain() {
        for (int i = 0; i < 5; i++) {
            from.send(Frames.numbered(64));
        }
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> from.device.pollTransmit(
                        from.burst,
                        frame -> {
                            throw new IllegalStateException("no");
                        },
                        32,
                        1 << 20,
                        0))
                .hasMessage("no");
        assertThat(from.reclaim()).isEqualTo(5);
        to.post(1, 2048);
        from.send(Frames.numbered(64));
        assertThat(from.forwardTo(to)).isEqualTo(1);
    }

    @Test
    void aPollTakesNoMoreThanItsBudget() {
        for (int i = 0; i < 20; i++) {
            from.send(Frames.numbered(1000));
        }
        FrameSink sink = frame -> true;
        assertThat(from.device.pollTransmit(from.burst, sink, 7, 1 << 20, 0)).isEqualTo(7);
        assertThat(from.device.pollTransmit(from.burst, sink, 32, 3000, 0)).isEqualTo(3);
        assertThat(from.device.pollTransmit(from.burst, sink, 32, 1 << 20, 0)).isEqualTo(10);
    }

    @Test
    void theGateIsFreeBetweenBursts() {
        to.post(1, 2048);
        from.send(Frames.numbered(64));
        from.device.pollTransmit(from.burst, frame -> to.device.deliver(frame, 0), 32, 1 << 20, 0);
        assertThat(canAnotherThreadEnter(from.device.queue(1))).isTrue();
        assertThat(canAnotherThreadEnter(to.device.queue(0))).isFalse();
        to.device.flushReceive();
        assertThat(canAnotherThreadEnter(to.device.queue(0))).isTrue();
    }

    private static boolean canAnotherThreadEnter(DeviceVirtqueue queue) {
        return CompletableFuture.supplyAsync(queue::tryEnter).join();
    }
}
