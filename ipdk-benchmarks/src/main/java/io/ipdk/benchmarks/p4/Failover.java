package io.ipdk.benchmarks.p4;

import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.testkit.p4runtime.ScriptedP4RuntimeServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long nobody may make changes after the primary's loss, over loopback TCP: the longest of many. */
public final class Failover implements SideBySide {
    private static final int LOSSES = 20;
    private static final double BUDGET_MILLIS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "p4.failover";
    }

    @Override
    public List<BenchResult> run() {
        List<Double> millis = new ArrayList<>();
        for (int loss = 0; loss < LOSSES; loss++) {
            millis.add(lose());
        }
        return List.of(
                BenchResult.alone(name() + ".median", Rounds.median(millis), "ms"),
                BenchResult.within(
                        name() + ".longest",
                        millis.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
                        "ms",
                        BUDGET_MILLIS));
    }

    private static double lose() {
        try (ScriptedP4RuntimeServer server = ScriptedP4RuntimeServer.tcp()) {
            P4RuntimeClient primary = P4RuntimeClient.connect(server.target(), c -> c.electionId(2));
            try (P4RuntimeClient backup = P4RuntimeClient.connect(
                    server.target(), c -> c.electionId(1).takeOver())) {
                primary.session().awaitPrimary(PATIENCE);
                long begin = System.nanoTime();
                primary.close();
                backup.session().awaitPrimary(PATIENCE);
                return (System.nanoTime() - begin) / 1e6;
            } finally {
                primary.close();
            }
        }
    }
}
