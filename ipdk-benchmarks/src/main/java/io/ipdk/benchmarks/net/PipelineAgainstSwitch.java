package io.ipdk.benchmarks.net;

import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.testkit.dpdk.TestpmdOptions;
import io.ipdk.testkit.dpdk.TestpmdReport;
import io.ipdk.testkit.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Two virtio ports and an IPv4 router in P4 between them, and the same ports on the plain switch, in turn behind the same
 * generator, testpmd's virtio-user; each number is the median of the rounds. Generator and back end have a processor each.
 * Confined to one thread.
 */
public final class PipelineAgainstSwitch implements SideBySide {
    private static final int ROUNDS = 3;
    private static final double FLOOR = 0.5;
    private static final String PEER = "plain switch";

    private final String name;
    private final GeneratorRun run;

    /** Frames of that many bytes. */
    public PipelineAgainstSwitch(int frameBytes) {
        name = "pipeline.route" + frameBytes;
        run = new GeneratorRun(
                2, TestpmdOptions.of("flowgen").withFrameBytes(frameBytes), TestpmdReport::receivedPerSecond);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<BenchResult> run() throws Exception {
        if (!Peer.TESTPMD.isPresent()) {
            return List.of(BenchResult.beside(name, 0, "Mpps", PEER, OptionalDouble.empty(), FLOOR, FLOOR));
        }
        List<Double> programmed = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            programmed.add(run.framesPerSecond(PipelineBackEnd::routed));
            plain.add(run.framesPerSecond(OurBackEnds::switched));
        }
        return List.of(BenchResult.beside(
                name, median(programmed) / 1e6, "Mpps", PEER, OptionalDouble.of(median(plain) / 1e6), FLOOR, FLOOR));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }
}
