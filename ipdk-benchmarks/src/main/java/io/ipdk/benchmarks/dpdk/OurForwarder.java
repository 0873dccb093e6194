package io.ipdk.benchmarks.dpdk;

import io.ipdk.benchmarks.ThreadPin;
import io.ipdk.examples.dpdk.ForwardMode;
import io.ipdk.examples.dpdk.PacketForwarder;
import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.Lcore;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufPool;
import io.ipdk.nativeaccess.dpdk.port.EthPort;
import io.ipdk.nativeaccess.dpdk.port.EthPortSpec;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Two null ports forwarded by one thread of this JVM, on one processor. Thread-safe. */
final class OurForwarder {
    private static final int MBUFS = 16383;
    private static final int CACHE = 250;
    private static final int POLLS = 2_000;
    private static final String THREAD = "dpdk-bench";

    private final Eal eal;
    private final int cpu;

    OurForwarder(Eal eal, int cpu) {
        this.eal = eal;
        this.cpu = cpu;
    }

    /** Frames received per second of processor time, after a time to warm up. */
    double measure(ForwardMode mode, int burst, double warmSeconds, double seconds) throws Exception {
        try (MbufPool pool = MbufPool.create(eal, "bench", MBUFS, CACHE, MbufPool.DEFAULT_ROOM);
                EthPort left = EthPort.plug(eal, "net_null_l", "");
                EthPort right = EthPort.plug(eal, "net_null_r", "")) {
            for (EthPort port : new EthPort[] {left, right}) {
                port.configure(EthPortSpec.of(pool));
                port.start();
            }
            CompletableFuture<Double> rate = new CompletableFuture<>();
            Thread thread = new Thread(
                    () -> {
                        try (Lcore lcore = Lcore.register(eal);
                                PacketForwarder forwarder = new PacketForwarder(lcore, left, right, mode, burst)) {
                            forward(forwarder, warmSeconds);
                            rate.complete(forward(forwarder, seconds));
                        } catch (RuntimeException | Error e) {
                            rate.completeExceptionally(e);
                        }
                    },
                    THREAD);
            thread.start();
            ThreadPin.pin(THREAD, cpu);
            double result = rate.get();
            thread.join();
            return result;
        }
    }

    private static double forward(PacketForwarder forwarder, double seconds) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long wanted = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        long frames = 0;
        long taken;
        do {
            frames += poll(forwarder);
            taken = threads.getCurrentThreadCpuTime() - start;
        } while (taken < wanted);
        return frames * (double) TimeUnit.SECONDS.toNanos(1) / taken;
    }

    private static long poll(PacketForwarder forwarder) {
        long frames = 0;
        for (int i = 0; i < POLLS; i++) {
            frames += forwarder.poll();
        }
        return frames;
    }
}
