package io.ipdk.benchmarks.p4;

import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.p4target.dataplane.PacketProcessor;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/**
 * 64-byte packets through the router on one thread, first with the entries they need and then with 10,000 routes and 500
 * ternary entries more. Confined to one thread.
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
        return List.of(
                BenchResult.beside("p4.packets64", few, "packets/s", "bmv2 on record", OptionalDouble.of(BMV2), 40, 80),
                BenchResult.beside(
                        "p4.packets64full", many, "packets/s", "few entries", OptionalDouble.of(few), 0.5, 0.7));
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
