package io.ipdk.benchmarks.p4;

import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.TableEntry;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * One entry a call over loopback TCP: 64 calls on their way, which may share Writes, beside ours with one call after the other.
 */
public final class SingleWrites implements SideBySide {
    private static final int ENTRIES = 4_096;
    private static final int IN_FLIGHT = 64;
    private static final double FLOOR = 2;
    private static final double GOAL = 20;

    @Override
    public String name() {
        return "p4.write.single";
    }

    @Override
    public List<BenchResult> run() throws Exception {
        List<TableEntry> entries =
                IntStream.range(0, ENTRIES).mapToObj(BenchProgram::route).toList();
        try (AckingServer server = AckingServer.start();
                P4RuntimeClient client = P4RuntimeClient.connect(server.target(), c -> c.electionId(1))) {
            client.pipeline().use(BenchProgram.INFO);
            Rounds.Medians medians = Rounds.alternate(manyInFlight(client, entries), oneInFlight(client, entries));
            return List.of(BenchResult.beside(
                    name() + ".inflight" + IN_FLIGHT,
                    medians.ours() / 1_000,
                    "k entries/s",
                    "ours, one in flight",
                    OptionalDouble.of(medians.peers() / 1_000),
                    FLOOR,
                    GOAL));
        }
    }

    private static Rounds.Load manyInFlight(P4RuntimeClient client, List<TableEntry> entries) {
        return nanos -> {
            InFlight inFlight = new InFlight(IN_FLIGHT);
            long begin = System.nanoTime();
            int sent = 0;
            for (; System.nanoTime() - begin < nanos; sent++) {
                inFlight.begin();
                CompletableFuture<?> unused = client.insertAsync(entries.get(sent % ENTRIES))
                        .whenComplete((result, failure) -> inFlight.end(failure));
            }
            inFlight.awaitAll();
            return sent * 1e9 / (System.nanoTime() - begin);
        };
    }

    private static Rounds.Load oneInFlight(P4RuntimeClient client, List<TableEntry> entries) {
        return nanos -> {
            long begin = System.nanoTime();
            int sent = 0;
            for (; System.nanoTime() - begin < nanos; sent++) {
                client.insert(entries.get(sent % ENTRIES));
            }
            return sent * 1e9 / (System.nanoTime() - begin);
        };
    }
}
