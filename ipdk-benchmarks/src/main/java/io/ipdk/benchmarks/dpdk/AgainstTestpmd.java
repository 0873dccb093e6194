package io.ipdk.benchmarks.dpdk;

import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.examples.dpdk.ForwardMode;
import io.ipdk.nativeaccess.dpdk.Dpdk;
import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.EalLogLevel;
import io.ipdk.nativeaccess.dpdk.EalOptions;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.unit.DataSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Frames forwarded between two null ports by one thread of this JVM, and by one of testpmd, in turn on the same processor;
 * each number is the median of the rounds. Rates are per second of processor time, so that other load counts little.
 *
 * <p>Confined to one thread.
 */
public final class AgainstTestpmd implements SideBySide {
    private static final int ROUNDS = 3;
    private static final int SECONDS = 3;
    private static final int FOREIGN = 22;
    private static final long MEMORY_MIB = 128;
    private static final double MILLION = 1e6;

    /** One row: what is forwarded, how, and the ratios to reach by JNI calls and by java.lang.foreign. */
    private record Row(String name, ForwardMode mode, String peerMode, int burst, Aim before, Aim foreign) {}

    /** The ratio below which the run fails, and the one aimed at. */
    private record Aim(double floor, double goal) {}

    private static final List<Row> ROWS = List.of(
            new Row("io32", ForwardMode.IO, "io", 32, new Aim(0.65, 0.75), new Aim(0.92, 0.97)),
            new Row("io256", ForwardMode.IO, "io", 256, new Aim(0.85, 0.9), new Aim(0.85, 0.9)),
            new Row("macswap32", ForwardMode.MAC_SWAP, "macswap", 32, new Aim(0.6, 0.7), new Aim(0.8, 0.9)));

    @Override
    public String name() {
        return "dpdk.forward";
    }

    @Override
    public List<BenchResult> run() throws Exception {
        int cpu = Runtime.getRuntime().availableProcessors() - 1;
        int feature = Runtime.version().feature();
        List<BenchResult> results = new ArrayList<>();
        EalOptions options = EalOptions.builder()
                .noHuge(DataSize.mib(MEMORY_MIB))
                .filePrefix("ipdk-bench-" + ProcessHandle.current().pid())
                .logLevel(EalLogLevel.ERROR)
                .build();
        try (Eal eal = Dpdk.load().start(options)) {
            for (Row row : ROWS) {
                results.add(measure(row, new OurForwarder(eal, cpu), cpu, feature));
            }
        }
        return results;
    }

    private BenchResult measure(Row row, OurForwarder ours, int cpu, int feature) throws Exception {
        double[] our = new double[ROUNDS];
        double[] peer = new double[ROUNDS];
        boolean hasPeer = Peer.TESTPMD.isPresent();
        for (int round = 0; round < ROUNDS; round++) {
            our[round] = ours.measure(row.mode, row.burst, round == 0 ? SECONDS : 1, SECONDS);
            if (hasPeer) {
                peer[round] = new TestpmdForwarder(cpu).measure(row.peerMode, row.burst, SECONDS);
            }
        }
        Aim wanted = feature >= FOREIGN ? row.foreign : row.before;
        return BenchResult.beside(
                name() + "." + row.name + ".jdk" + feature,
                median(our) / MILLION,
                "Mpps",
                "testpmd " + row.peerMode,
                hasPeer ? OptionalDouble.of(median(peer) / MILLION) : OptionalDouble.empty(),
                wanted.floor,
                wanted.goal);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
