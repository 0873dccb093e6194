package io.ipdk.nativeaccess.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.ClosedException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollerTest {
    private static final long FOREVER = -1;

    private final Poller poller = Poller.create();
    private final EventFd first = EventFd.create();
    private final EventFd second = EventFd.create();

    @AfterEach
    void close() {
        poller.close();
        first.close();
        second.close();
    }

    @Test
    void reportsTokensOfReadableDescriptors() {
        poller.add(first.fd(), 0x1234_5678_9abc_def0L);
        poller.add(second.fd(), -1);
        assertThat(poller.await(0)).isZero();

        second.signal();
        assertThat(poller.await(FOREVER)).isEqualTo(1);
        assertThat(poller.token(0)).isEqualTo(-1);

        first.signal();
        assertThat(poller.await(FOREVER)).isEqualTo(2);
        assertThat(new long[] {poller.token(0), poller.token(1)}).containsExactlyInAnyOrder(0x1234_5678_9abc_def0L, -1);
    }

    @Test
    void reportsADescriptorUntilItIsDrained() {
        poller.add(first.fd(), 1);
        first.signal();

        assertThat(poller.await(FOREVER)).isEqualTo(1);
        assertThat(poller.await(FOREVER)).isEqualTo(1);
        first.drain();
        assertThat(poller.await(0)).isZero();
    }

    @Test
    void forgetsRemovedDescriptors() {
        poller.add(first.fd(), 1);
        poller.add(second.fd(), 2);
        first.signal();
        second.signal();

        poller.remove(first.fd());

        assertThat(poller.await(0)).isEqualTo(1);
        assertThat(poller.token(0)).isEqualTo(2);
    }

    @Test
    void reportsAConnectionThatTheOtherSideClosed() {
        UnixSocket.Pair pair = UnixSocket.pair();
        try (UnixSocket near = pair.first()) {
            poller.add(near.fd(), 3);
            assertThat(poller.await(0)).isZero();

            pair.second().close();

            assertThat(poller.await(FOREVER)).isEqualTo(1);
            assertThat(poller.token(0)).isEqualTo(3);
        }
    }

    @Test
    void reportsNoMoreThanFitAndTheRestLater() {
        try (Poller small = Poller.create(1)) {
            small.add(first.fd(), 1);
            small.add(second.fd(), 2);
            first.signal();
            second.signal();

            assertThat(small.await(0)).isEqualTo(1);
            long reported = small.token(0);
            (reported == 1 ? first : second).drain();
            assertThat(small.await(0)).isEqualTo(1);
            assertThat(small.token(0)).isEqualTo(3 - reported);
        }
    }

    @Test
    void returnsWhenTheTimeIsUp() {
        assertThat(poller.await(1)).isZero();
        assertThat(poller.await(1_000_001)).isZero();
    }

    @Test
    void waitsAtLeastAsLongAsAsked() {
        long start = System.nanoTime();

        poller.await(2_000_000);

        // A lower bound only: how much longer it takes is up to the machine.
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000);
    }

    @Test
    void wakeEndsARunningAwait() throws Exception {
        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> poller.await(FOREVER));
        BlockedThreads.awaitOneIn("epoll_wait");

        poller.wake();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void wakeBeforeAwaitEndsItAtOnceAndOnlyIt() {
        poller.wake();
        poller.wake();

        assertThat(poller.await(FOREVER)).isZero();

        first.signal();
        poller.add(first.fd(), 1);
        assertThat(poller.await(FOREVER)).isEqualTo(1);
    }

    @Test
    void everyWakeAfterAnAwaitCounts() {
        for (int i = 0; i < 1000; i++) {
            poller.wake();
            assertThat(poller.await(FOREVER)).isZero();
        }
    }

    @Test
    void wakesAreNotLostBetweenThreads() throws Exception {
        int rounds = 20_000;
        AtomicInteger questions = new AtomicInteger();
        AtomicInteger answers = new AtomicInteger();
        try (Poller other = Poller.create()) {
            CompletableFuture<Void> responder = CompletableFuture.runAsync(() -> {
                for (int round = 1; round <= rounds; round++) {
                    awaitCount(other, questions, round);
                    answers.set(round);
                    poller.wake();
                }
            });
            for (int round = 1; round <= rounds; round++) {
                questions.set(round);
                other.wake();
                awaitCount(poller, answers, round);
            }
            responder.get(30, TimeUnit.SECONDS);
        }
        assertThat(answers).hasValue(rounds);
    }

    // Nothing is watched and the wait has no end: a lost wake would hang both threads.
    private static void awaitCount(Poller poller, AtomicInteger counter, int value) {
        while (counter.get() < value) {
            poller.await(FOREVER);
        }
    }

    @Test
    void closeEndsARunningAwait() throws Exception {
        CompletableFuture<Integer> waiting = CompletableFuture.supplyAsync(() -> poller.await(FOREVER));
        BlockedThreads.awaitOneIn("epoll_wait");

        poller.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isZero();
        assertThatThrownBy(() -> poller.await(0)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closedPollerTakesWakesAndClosesSilently() {
        poller.close();

        poller.wake();
        poller.close();

        assertThatThrownBy(() -> poller.add(first.fd(), 1)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closeLeavesNoDescriptor() throws IOException {
        long before = OpenDescriptors.count("eventpoll");

        Poller.create().close();

        assertThat(OpenDescriptors.count("eventpoll")).isEqualTo(before);
    }

    @Test
    void sameDescriptorTwiceIsAnError() {
        poller.add(first.fd(), 1);

        assertThatThrownBy(() -> poller.add(first.fd(), 2)).hasMessageContaining("EEXIST");
    }

    @Test
    void unknownDescriptorCannotBeRemoved() {
        assertThatThrownBy(() -> poller.remove(first.fd())).hasMessageContaining("ENOENT");
    }

    @Test
    void reservedTokenIsRefused() {
        assertThatThrownBy(() -> poller.add(first.fd(), Long.MIN_VALUE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sizeOutOfRangeIsRefused() {
        assertThatThrownBy(() -> Poller.create(0)).hasMessageContaining("1 to 4096");
        assertThatThrownBy(() -> Poller.create(4097)).hasMessageContaining("1 to 4096");
    }
}
