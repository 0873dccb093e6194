package io.ipdk.virtio.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.nativeaccess.posix.EventFd;
import io.ipdk.nativeaccess.posix.UnixSocket;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AgentRunnerTest {
    private static final long NO_SPIN = 0;

    /** An agent that does work while there are items, and says what happened to it. */
    private static class Items implements PollAgent {
        final AtomicInteger items = new AtomicInteger();
        final AtomicInteger done = new AtomicInteger();
        final AtomicBoolean armed = new AtomicBoolean();
        final AtomicInteger arms = new AtomicInteger();
        final AtomicLong deadline = new AtomicLong(NO_DEADLINE);
        final AtomicReference<Throwable> fault = new AtomicReference<>();

        @Override
        public String name() {
            return "items";
        }

        @Override
        public int doWork(long nowNanos) {
            int work = items.getAndSet(0);
            done.addAndGet(work);
            return work;
        }

        @Override
        public boolean arm() {
            armed.set(true);
            arms.incrementAndGet();
            return items.get() > 0;
        }

        @Override
        public void disarm() {
            armed.set(false);
        }

        @Override
        public long deadlineNanos() {
            return deadline.get();
        }

        @Override
        public void onFault(Throwable fault) {
            this.fault.set(fault);
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    private static void awaitSleep(AgentRunner runner, Items agent) {
        await().until(() -> runner.sleeps() > 0 && agent.armed.get());
    }

    @Test
    void sleepsWithoutWork() {
        Items agent = new Items();
        try (AgentRunner runner = AgentRunner.start(agent, NO_SPIN)) {
            awaitSleep(runner, agent);
            long cycles = runner.cycles();
            await().during(50, TimeUnit.MILLISECONDS).until(() -> runner.cycles() == cycles);
        }
    }

    @Test
    void wakesUpForAKickAndDrainsIt() {
        Items agent = new Items();
        try (EventFd kick = EventFd.create();
                AgentRunner runner = AgentRunner.start(agent, NO_SPIN)) {
            runner.watch(kick);
            for (int i = 1; i <= 3; i++) {
                awaitSleep(runner, agent);
                agent.items.set(1);
                kick.signal();
                int expected = i;
                await().until(() -> agent.done.get() == expected);
                awaitSleep(runner, agent);
                assertThat(kick.drain()).isFalse();
            }
            runner.unwatch(kick);
        }
    }

    @Test
    void wakesUpForAnyOfManyKicks() {
        Items agent = new Items();
        EventFd[] kicks = new EventFd[20];
        try (AgentRunner runner = AgentRunner.start(agent, NO_SPIN)) {
            for (int i = 0; i < kicks.length; i++) {
                kicks[i] = EventFd.create();
                runner.watch(kicks[i]);
            }
            for (int i = 0; i < kicks.length; i++) {
                awaitSleep(runner, agent);
                agent.items.set(1);
                kicks[i].signal();
                int expected = i + 1;
                await().until(() -> agent.done.get() == expected);
            }
            for (EventFd kick : kicks) {
                runner.unwatch(kick);
                kick.close();
            }
        }
    }

    @Test
    void leavesAKickAloneThatIsNoLongerWatched() {
        Items agent = new Items();
        try (EventFd kick = EventFd.create();
                AgentRunner runner = AgentRunner.start(agent, NO_SPIN)) {
            runner.watch(kick);
            runner.unwatch(kick);
            runner.unwatch(kick);
            awaitSleep(runner, agent);
            kick.signal();
            long cycles = runner.cycles();
            await().during(50, TimeUnit.MILLISECONDS).until(() -> runner.cycles() == cycles);
            assertThat(kick.drain()).isTrue();
        }
    }

    /** A front end may send any descriptor as a kick; one that is readable for ever must not keep the thread busy. */
    @Test
    void stopsWatchingAKickThatIsAlwaysReadable() {
        Items agent = new Items();
        UnixSocket.Pair sockets = UnixSocket.pair();
        sockets.second().close();
        try (EventFd kick = EventFd.adopt(sockets.first().fd());
                AgentRunner runner = AgentRunner.start(agent, NO_SPIN)) {
            runner.watch(kick);
            await().until(() -> runner.sleeps() >= 16);
            awaitSleep(runner, agent);
            await().during(50, TimeUnit.MILLISECONDS).until(stableCycles(runner));
            runner.unwatch(kick);
        }
    }

    private static Callable<Boolean> stableCycles(AgentRunner runner) {
        AtomicLong last = new AtomicLong(-1);
        return () -> {
            long cycles = runner.cycles();
            return last.getAndSet(cycles) == cycles;
        };
    }

    @Test
    void wakesUpWhenTold() {
        Items agent = new Items();
        try (AgentRunner runner = AgentRunner.start(agent, NO_SPIN)) {
            awaitSleep(runner, agent);
            agent.items.set(5);
            runner.wake();
            await().until(() -> agent.done.get() == 5);
            assertThat(runner.work()).isEqualTo(5);
        }
    }

    @Test
    void wakesUpAtTheDeadline() {
        Items agent = new Items() {
            @Override
            public int doWork(long nowNanos) {
                if (nowNanos - deadline.get() >= 0 && deadline.get() != NO_DEADLINE) {
                    deadline.set(NO_DEADLINE);
                    done.incrementAndGet();
                }
                return 0;
            }
        };
        agent.deadline.set(System.nanoTime() + 20_000_000);
        try (AgentRunner runner = AgentRunner.start(agent, NO_SPIN)) {
            await().until(() -> agent.done.get() == 1);
            assertThat(runner.sleeps()).isPositive();
        }
    }

    /** Work that arrives while the agent arms is not slept over, though nobody kicks for it. */
    @Test
    void doesNotSleepOverWorkThatArmFound() {
        AtomicInteger left = new AtomicInteger(1000);
        Items agent = new Items() {
            @Override
            public boolean arm() {
                super.arm();
                if (left.getAndDecrement() > 0) {
                    items.incrementAndGet();
                    return true;
                }
                return false;
            }
        };
        try (AgentRunner runner = AgentRunner.start(agent, NO_SPIN)) {
            await().until(() -> agent.done.get() == 1000);
            awaitSleep(runner, agent);
        }
    }

    @Test
    void armsOnlyAfterTheSpinTime() {
        Items agent = new Items();
        try (AgentRunner runner = AgentRunner.start(agent, Long.MAX_VALUE)) {
            await().until(() -> runner.cycles() > 10_000);
            assertThat(agent.arms).hasValue(0);
            assertThat(runner.sleeps()).isZero();
        }
    }

    @Test
    void disarmsWhenItPollsAgain() {
        Items agent = new Items() {
            @Override
            public int doWork(long nowNanos) {
                assertThat(armed).isFalse();
                return super.doWork(nowNanos);
            }
        };
        try (AgentRunner runner = AgentRunner.start(agent, NO_SPIN)) {
            awaitSleep(runner, agent);
            agent.items.set(1);
            runner.wake();
            await().until(() -> agent.done.get() == 1);
            assertThat(agent.fault.get()).isNull();
        }
    }

    @Test
    void handsFaultsToTheAgentAndGoesOn() {
        InternalError truncated = new InternalError("a fault occurred in an unsafe memory access operation");
        Items agent = new Items() {
            @Override
            public int doWork(long nowNanos) {
                if (items.getAndSet(0) > 0) {
                    throw truncated;
                }
                done.incrementAndGet();
                return 0;
            }
        };
        try (AgentRunner runner = AgentRunner.start(agent, NO_SPIN)) {
            agent.items.set(1);
            runner.wake();
            await().until(() -> agent.fault.get() == truncated);
            int before = agent.done.get();
            await().until(() -> agent.done.get() > before || wokenUp(runner));
            assertThat(runner.faults()).isEqualTo(1);
        }
    }

    private static boolean wokenUp(AgentRunner runner) {
        runner.wake();
        return false;
    }

    @Test
    void survivesAHandlerThatThrowsToo() {
        Items agent = new Items() {
            @Override
            public int doWork(long nowNanos) {
                throw new IllegalStateException("in work");
            }

            @Override
            public void onFault(Throwable fault) {
                throw new IllegalStateException("in the handler");
            }
        };
        try (AgentRunner runner = AgentRunner.start(agent, NO_SPIN)) {
            await().until(() -> runner.faults() >= 2);
        }
    }

    @Test
    void closesFromAnotherThreadAndTwice() {
        Items agent = new Items();
        AgentRunner runner = AgentRunner.start(agent);
        awaitSleep(runner, agent);
        runner.close();
        long cycles = runner.cycles();
        runner.close();
        runner.wake();
        assertThat(runner.cycles()).isEqualTo(cycles);
    }

    @Test
    void closesFromWithinTheAgent() {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<AgentRunner> self = new AtomicReference<>();
        Items agent = new Items() {
            @Override
            public int doWork(long nowNanos) {
                AgentRunner runner = self.get();
                if (runner != null && runner.isRunnerThread()) {
                    runner.close();
                    closed.countDown();
                }
                return 1;
            }
        };
        self.set(AgentRunner.start(agent));
        await().until(() -> closed.getCount() == 0);
    }

    @Test
    void refusesANegativeSpinTime() {
        assertThatThrownBy(() -> AgentRunner.start(new Items(), -1)).hasMessageContaining("must not be negative");
    }
}
