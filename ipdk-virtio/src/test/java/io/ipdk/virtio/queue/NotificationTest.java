package io.ipdk.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is notified when (virtio 1.2, §2.7.7 and §2.7.10), with flags and with event words. */
class NotificationTest {
    private final DescriptorChain chain = new DescriptorChain(4, 1000);

    private static void offer(Ring ring, int count) {
        for (int i = 0; i < count; i++) {
            ring.driver.offer(ring.hostFor(Ring.BUFFERS), 1, false, i);
        }
        ring.driver.publish();
    }

    private void use(Ring ring, int count) {
        ring.device.available();
        for (int i = 0; i < count; i++) {
            ring.device.next(chain);
            ring.device.addUsed(chain.head(), 0);
        }
        ring.device.publish();
    }

    private void takeBack(Ring ring) {
        int token;
        do {
            token = ring.driver.pollUsed();
        } while (token != SplitDriverQueue.NONE);
    }

    /** A ring whose first, unconditional notifications are over. */
    private Ring started(long features) {
        Ring ring = new Ring(16, features);
        offer(ring, 1);
        ring.driver.kickNeeded();
        use(ring, 1);
        ring.device.interruptNeeded();
        takeBack(ring);
        return ring;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Ring.EVENT_IDX})
    void notifiesInAnyCaseTheFirstTime(long features) {
        try (Ring ring = new Ring(16, features)) {
            ring.driver.suppressInterrupts();
            ring.device.suppressKicks();
            offer(ring, 1);
            assertThat(ring.driver.kickNeeded()).isTrue();
            use(ring, 1);
            assertThat(ring.device.interruptNeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Ring.EVENT_IDX})
    void notifiesWhoeverArmed(long features) {
        try (Ring ring = started(features)) {
            assertThat(ring.device.armKicks()).isFalse();
            assertThat(ring.driver.armInterrupts()).isFalse();
            offer(ring, 3);
            assertThat(ring.driver.kickNeeded()).isTrue();
            use(ring, 3);
            assertThat(ring.device.interruptNeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Ring.EVENT_IDX})
    void asksOncePerBurst(long features) {
        try (Ring ring = started(features)) {
            ring.device.armKicks();
            ring.driver.armInterrupts();
            offer(ring, 1);
            assertThat(ring.driver.kickNeeded()).isTrue();
            assertThat(ring.driver.kickNeeded()).isFalse();
            use(ring, 1);
            assertThat(ring.device.interruptNeeded()).isTrue();
            assertThat(ring.device.interruptNeeded()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Ring.EVENT_IDX})
    void leavesWhoeverPollsInPeace(long features) {
        try (Ring ring = started(features)) {
            ring.device.armKicks();
            ring.driver.armInterrupts();
            offer(ring, 1);
            ring.driver.kickNeeded();
            use(ring, 1);
            ring.device.interruptNeeded();
            ring.device.suppressKicks();
            ring.driver.suppressInterrupts();
            takeBack(ring);
            for (int burst = 0; burst < 1000; burst++) {
                offer(ring, 3);
                assertThat(ring.driver.kickNeeded()).isFalse();
                use(ring, 3);
                assertThat(ring.device.interruptNeeded()).isFalse();
                takeBack(ring);
            }
        }
    }

    /** Without this, work that arrives between the last look and the arming would wait for ever. */
    @ParameterizedTest
    @ValueSource(longs = {0, Ring.EVENT_IDX})
    void saysThatThereIsWorkAlreadyWhenArming(long features) {
        try (Ring ring = started(features)) {
            offer(ring, 1);
            assertThat(ring.device.armKicks()).isTrue();
            use(ring, 1);
            assertThat(ring.driver.armInterrupts()).isTrue();
            takeBack(ring);
            assertThat(ring.device.armKicks()).isFalse();
            assertThat(ring.driver.armInterrupts()).isFalse();
        }
    }

    @Test
    void hasNothingToSayWithoutNews() {
        try (Ring ring = new Ring(16, 0)) {
            assertThat(ring.driver.publish()).isZero();
            assertThat(ring.driver.kickNeeded()).isFalse();
            assertThat(ring.device.publish()).isZero();
            assertThat(ring.device.interruptNeeded()).isFalse();
        }
    }

    @Test
    void notifiesAcrossSeveralPublishesSinceTheLastQuestion() {
        try (Ring ring = started(Ring.EVENT_IDX)) {
            ring.driver.armInterrupts();
            for (int burst = 0; burst < 5; burst++) {
                offer(ring, 2);
                use(ring, 2);
            }
            assertThat(ring.device.interruptNeeded()).isTrue();
        }
    }
}
