package io.ipdk.benchmarks.p4;

import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.read.ReadCursor;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import org.p4.v1.ReadResponse;
import org.p4.v1.Update;

/**
 * One Read of a million entries over loopback TCP, entry by entry: how fast they come, and how much heap is alive while they
 * come. The heap is looked at in the middle of the Read, right after a collection, while the target would send on if it could.
 */
public final class WildcardRead implements SideBySide {
    private static final int ENTRIES = 1_000_000;
    private static final int ENTRIES_A_MESSAGE = 1_000;
    private static final int LOOK_EVERY = 50_000;
    private static final int ROUNDS = 5;
    private static final double BUDGET_MIB = 64;
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "p4.read.million";
    }

    @Override
    public List<BenchResult> run() throws Exception {
        ReadResponse message = ReadResponse.newBuilder()
                .addAllEntities(BenchProgram.updates(0, ENTRIES_A_MESSAGE).stream()
                        .map(Update::getEntity)
                        .toList())
                .build();
        try (AckingServer server = AckingServer.start(message, ENTRIES / ENTRIES_A_MESSAGE);
                P4RuntimeClient client = P4RuntimeClient.connect(server.target(), c -> c.electionId(1))) {
            client.pipeline().use(BenchProgram.INFO);
            List<Double> rates = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                long begin = System.nanoTime();
                read(client, Integer.MAX_VALUE);
                rates.add(ENTRIES * 1e9 / (System.nanoTime() - begin));
            }
            long before = liveBytes();
            long most = read(client, LOOK_EVERY);
            return List.of(
                    BenchResult.alone(name() + ".rate", Rounds.median(rates) / 1_000, "k entries/s"),
                    BenchResult.within(name() + ".heap", Math.max(0, most - before) / MIB, "MiB extra", BUDGET_MIB));
        }
    }

    /** Returns the most heap that was seen alive. */
    private static long read(P4RuntimeClient client, int lookEvery) {
        long most = 0;
        int entries = 0;
        try (ReadCursor<TableEntry> cursor = client.read(TableEntry.all("ipv4_lpm"))) {
            for (TableEntry entry : cursor) {
                entries += entry.matches().size();
                if (entries % lookEvery == 0) {
                    most = Math.max(most, liveBytes());
                }
            }
        }
        if (entries != ENTRIES) {
            throw new IllegalStateException(entries + " entries came, expected " + ENTRIES);
        }
        return most;
    }

    private static long liveBytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
