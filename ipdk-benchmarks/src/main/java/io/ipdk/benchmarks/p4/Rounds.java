package io.ipdk.benchmarks.p4;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two loads in turn on the same machine, so that whatever disturbs one disturbs the other. Confined to one thread. */
final class Rounds {
    private static final int ROUNDS = 7;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Runs for about so many nanoseconds and says how much was done per second. */
    @FunctionalInterface
    interface Load {
        double perSecond(long nanos) throws Exception;
    }

    /** The medians of the rounds. Immutable. */
    record Medians(double ours, double peers) {}

    private Rounds() {}

    static Medians alternate(Load ours, Load peers) throws Exception {
        ours.perSecond(WARM_UP_NANOS);
        peers.perSecond(WARM_UP_NANOS);
        List<Double> mine = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            mine.add(ours.perSecond(ROUND_NANOS));
            theirs.add(peers.perSecond(ROUND_NANOS));
        }
        return new Medians(median(mine), median(theirs));
    }

    static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }
}
