package io.ipdk.virtio.net;

import static io.ipdk.virtio.net.Frames.A;
import static io.ipdk.virtio.net.Frames.B;
import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.virtio.VirtioFeature;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MultiQueueTest {
    private final GuestPort from = new GuestPort(NetSettings.of(A), VirtioFeature.VERSION_1);
    private final GuestPort to = new GuestPort(NetSettings.of(B), 4, VirtioFeature.VERSION_1);

    @AfterEach
    void close() {
        from.close();
        to.close();
    }

    private static byte[] flow(int port) {
        return Frames.udp4(new byte[20], 1000 + port, 53);
    }

    private void postEverywhere(int count) {
        for (int pair = 0; pair < 4; pair++) {
            to.postOn(pair, count, 2048);
        }
    }

    private int[] receivedPerPair() {
        return IntStream.range(0, 4).map(pair -> to.receivedOn(pair).size()).toArray();
    }

    private void enable(int pair, boolean enabled) {
        to.device.queue(2 * pair).enter();
        to.device.queue(2 * pair).enable(enabled);
        to.device.queue(2 * pair).exit();
    }

    @Test
    void flowsAreSpreadOverThePairs() {
        postEverywhere(200);
        for (int i = 0; i < 200; i++) {
            from.send(flow(i));
        }
        from.forwardTo(to);
        assertThat(receivedPerPair()).satisfies(counts -> {
            assertThat(IntStream.of(counts).sum()).isEqualTo(200);
            assertThat(IntStream.of(counts).min().orElse(0)).isGreaterThan(20);
        });
    }

    @Test
    void aFlowStaysOnOnePair() {
        postEverywhere(50);
        for (int i = 0; i < 50; i++) {
            from.send(flow(7));
        }
        from.forwardTo(to);
        assertThat(receivedPerPair()).contains(50);
    }

    @Test
    void answersComeToThePairTheFlowWasSentOn() {
        from.post(4, 2048);
        postEverywhere(10);
        byte[] question = flow(9);
        byte[] answer = Frames.udp4(new byte[20], 53, 1009);
        for (int pair = 3; pair >= 0; pair--) {
            to.sendOn(pair, question);
            to.forwardTo(from);
            from.send(answer);
            from.forwardTo(to);
            assertThat(receivedPerPair()[pair]).isEqualTo(1);
        }
    }

    @Test
    void pairsThatAreNotEnabledGetNothing() {
        enable(1, false);
        enable(3, false);
        postEverywhere(100);
        for (int i = 0; i < 100; i++) {
            from.send(flow(i));
        }
        from.forwardTo(to);
        int[] counts = receivedPerPair();
        assertThat(counts[0] + counts[2]).isEqualTo(100);
        assertThat(counts[0]).isPositive();
        assertThat(counts[2]).isPositive();
        assertThat(to.device.activeQueuePairs()).isEqualTo(2);
    }

    @Test
    void aBurstIsTakenFromEachTransmitQueue() {
        from.post(12, 2048);
        for (int pair = 0; pair < 4; pair++) {
            for (int i = 0; i < 3; i++) {
                to.sendOn(pair, flow(pair));
            }
        }
        assertThat(to.device.pollTransmit(to.burst, frame -> from.device.deliver(frame, 0), 32, 1 << 20, 0))
                .isEqualTo(12);
        from.device.flushReceive();
        assertThat(from.received()).hasSize(12);
    }

    @Test
    void aBusyQueueDoesNotStarveTheOthers() {
        for (int i = 0; i < 100; i++) {
            to.sendOn(0, flow(0));
        }
        for (int pair = 1; pair < 4; pair++) {
            to.sendOn(pair, flow(pair));
        }
        boolean[] seen = new boolean[4];
        for (int polls = 0; polls < 4; polls++) {
            to.device.pollTransmit(
                    to.burst,
                    frame -> {
                        seen[frame.unsignedShort(34) - 1000] = true;
                        return true;
                    },
                    8,
                    1 << 20,
                    0);
        }
        assertThat(seen).containsOnly(true);
    }
}
