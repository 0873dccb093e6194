package io.ipdk.benchmarks.p4;

import com.sun.management.ThreadMXBean;
import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.p4target.dataplane.PacketProcessor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

/**
 * 64-byte packets through the router: with the entries they need, with 10,000 routes and 500 ternary entries more, on two
 * threads, and what they leave on the heap. Confined to one thread.
 *
 * <p>bmv2 is not run: the peer's value is what it is known to reach on one core, 25,000 packets a second.
 */
public final class PipelinePackets implements SideBySide {
    private static final double BMV2 = 25_000;
    private static final int ROUNDS = 7;
    private static final int PACKETS = 2_000_000;

    @Override
    public String name() {
        return "p4.packets";
    }

    @Override
    public List<BenchResult> run() throws IOException {
        Router router = new Router();
        router.few();
        double few = rate(router);
        router.many(10_000, 500);
        double many = rate(router);
        double[] both = onTwoThreads(router);
        return List.of(
                BenchResult.beside("p4.packets64", few, "packets/s", "bmv2 on record", OptionalDouble.of(BMV2), 40, 80),
                BenchResult.beside(
                        "p4.packets64full", many, "packets/s", "few entries", OptionalDouble.of(few), 0.5, 0.7),
                BenchResult.beside(
                        "p4.packets64threads",
                        both[1],
                        "packets/s",
                        "one thread",
                        OptionalDouble.of(both[0]),
                        1.5,
                        1.8),
                BenchResult.within("p4.packetBytes", bytesOfAPacket(router), "bytes allocated", 0.5));
    }

    /** The rates of one thread and of two, in turn, so that what disturbs one disturbs the other: the medians. */
    private static double[] onTwoThreads(Router router) throws IOException {
        List<Double> one = new ArrayList<>();
        List<Double> two = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            one.add(together(router, 1));
            two.add(together(router, 2));
        }
        return new double[] {Rounds.median(one), Rounds.median(two)};
    }

    private static double together(Router router, int count) {
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            PacketProcessor processor = router.dataplane.newProcessor((port, bytes, offset, length) -> {});
            threads.add(CompletableFuture.runAsync(
                    () -> {
                        for (int packet = 0; packet < PACKETS; packet++) {
                            processor.process(1, Router.FRAME, 0, Router.FRAME.length);
                        }
                    },
                    task -> new Thread(task, "packets").start()));
        }
        threads.forEach(CompletableFuture::join);
        return (double) count * PACKETS * 1e9 / (System.nanoTime() - begin);
    }

    private static double bytesOfAPacket(Router router) {
        PacketProcessor processor = router.dataplane.newProcessor((port, bytes, offset, length) -> {});
        processor.process(1, Router.FRAME, 0, Router.FRAME.length);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < PACKETS; i++) {
            processor.process(1, Router.FRAME, 0, Router.FRAME.length);
        }
        return (double) (threads.getCurrentThreadAllocatedBytes() - before) / PACKETS;
    }

    /** The best of some rounds, after the code is warm. */
    private static double rate(Router router) {
        long[] left = new long[1];
        PacketProcessor processor = router.dataplane.newProcessor((port, bytes, offset, length) -> left[0]++);
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < PACKETS; i++) {
                processor.process(1, Router.FRAME, 0, Router.FRAME.length);
            }
            best = Math.max(best, PACKETS * 1e9 / (System.nanoTime() - begin));
        }
        if (left[0] != (long) ROUNDS * PACKETS) {
            throw new IllegalStateException(left[0] + " packets left of " + ROUNDS * PACKETS);
        }
        return best;
    }
}
