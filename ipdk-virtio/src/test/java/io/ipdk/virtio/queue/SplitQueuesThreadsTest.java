package io.ipdk.virtio.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.EventFd;
import io.ipdk.nativeaccess.posix.Poller;
import io.ipdk.virtio.agent.AgentRunner;
import io.ipdk.virtio.agent.PollAgent;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Driver and device on two threads that sleep whenever they have nothing to do: no request is lost, torn or mixed up, and
 * nobody sleeps through a notification.
 */
@Timeout(120)
class SplitQueuesThreadsTest {
    private static final int REQUESTS = 20_000;

    /** Answers each request, a number, with the number after it. */
    private static final class Counting implements PollAgent {
        final AtomicReference<Throwable> fault = new AtomicReference<>();
        private final SplitDeviceQueue queue;
        private final EventFd call;
        private final DescriptorChain chain = new DescriptorChain(4, 1000);

        Counting(SplitDeviceQueue queue, EventFd call) {
            this.queue = queue;
            this.call = call;
        }

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public int doWork(long nowNanos) {
            int done = 0;
            int available = queue.available();
            while (done < available && queue.next(chain)) {
                RawMemory.putLong(chain.address(1), RawMemory.getLong(chain.address(0)) + 1);
                queue.addUsed(chain.head(), 8);
                done++;
            }
            queue.publish();
            if (queue.interruptNeeded()) {
                call.signal();
            }
            return done;
        }

        @Override
        public boolean arm() {
            return queue.armKicks();
        }

        @Override
        public void disarm() {
            queue.suppressKicks();
        }

        @Override
        public long deadlineNanos() {
            return NO_DEADLINE;
        }

        @Override
        public void onFault(Throwable thrown) {
            fault.set(thrown);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, false", "16, false", "16, true", "256, true"})
    void passRequestsBetweenSleeps(int size, boolean eventIndex) {
        SplittableRandom random = new SplittableRandom(size);
        try (Ring ring = new Ring(size, eventIndex ? Ring.EVENT_IDX : 0);
                EventFd kick = EventFd.create();
                EventFd call = EventFd.create();
                Poller poller = Poller.create()) {
            poller.add(call.fd(), 0);
            Counting agent = new Counting(ring.device, call);
            try (AgentRunner runner = AgentRunner.start(agent, 0)) {
                runner.watch(kick);
                int offered = 0;
                int answered = 0;
                while (answered < REQUESTS) {
                    for (int burst = random.nextInt(1, 9); burst > 0 && offered < REQUESTS; burst--) {
                        if (!offer(ring, offered)) {
                            break;
                        }
                        offered++;
                    }
                    ring.driver.publish();
                    if (ring.driver.kickNeeded()) {
                        kick.signal();
                    }
                    int token = ring.driver.pollUsed();
                    if (token == SplitDriverQueue.NONE && !ring.driver.armInterrupts()) {
                        awaitInterrupt(poller, call);
                    }
                    for (; token != SplitDriverQueue.NONE; token = ring.driver.pollUsed()) {
                        assertThat(ring.driver.usedLength()).isEqualTo(8);
                        assertThat(RawMemory.getLong(ring.hostOf(answer(ring, token))))
                                .isEqualTo(token + 1L);
                        answered++;
                    }
                    if (random.nextBoolean()) {
                        ring.driver.suppressInterrupts();
                    }
                }
                runner.unwatch(kick);
            }
            assertThat(agent.fault.get()).isNull();
            assertThat(ring.device.isBroken()).isFalse();
            assertThat(ring.driver.isBroken()).isFalse();
            assertThat(ring.device.inFlight()).isZero();
        }
    }

    private static void awaitInterrupt(Poller poller, EventFd call) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!call.drain()) {
            assertThat(deadline - System.nanoTime())
                    .as("time left for an interrupt")
                    .isPositive();
            poller.await(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private static boolean offer(Ring ring, int number) {
        long request = Ring.BUFFERS + 16L * (number % ring.size);
        if (ring.driver.freeDescriptors() < 2) {
            return false;
        }
        RawMemory.putLong(ring.hostOf(request), number);
        long[] addresses = {ring.hostFor(request), ring.hostFor(answer(ring, number))};
        return ring.driver.offer(addresses, new int[] {8, 8}, 1, 1, number);
    }

    private static long answer(Ring ring, int number) {
        return Ring.BORDER + 16L * (number % ring.size);
    }
}
