package io.ipdk.benchmarks.net;

import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.testkit.dpdk.Testpmd;
import io.ipdk.testkit.dpdk.TestpmdOptions;
import io.ipdk.testkit.dpdk.TestpmdReport;
import io.ipdk.testkit.peer.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Our net device and testpmd's net_vhost in turn behind the same generator, testpmd's virtio-user; each number is the
 * median of the rounds. Generator and back end have a processor each. Confined to one thread.
 */
public final class AgainstNetVhost implements SideBySide {
    private static final int ROUNDS = 3;
    private static final double FLOOR = 0.5;
    private static final double GOAL = 0.8;
    private static final String PEER = "testpmd net_vhost";

    private final String name;
    private final GeneratorRun run;
    private final BackEnd ours;
    private final String peerMode;

    private AgainstNetVhost(String name, GeneratorRun run, BackEnd ours, String peerMode) {
        this.name = name;
        this.run = run;
        this.ours = ours;
        this.peerMode = peerMode;
    }

    /** One port; the generator sends, the back end copies each frame to itself and drops it. */
    public static AgainstNetVhost receive(int frameBytes) {
        return new AgainstNetVhost(
                "net.receive" + frameBytes,
                new GeneratorRun(
                        1, TestpmdOptions.of("txonly").withFrameBytes(frameBytes), TestpmdReport::sentPerSecond),
                OurBackEnds::receive,
                "rxonly");
    }

    /** Two ports; the generator sends and receives on both, the back end copies each frame from one to the other. */
    public static AgainstNetVhost switched(int frameBytes) {
        return new AgainstNetVhost(
                "net.switch" + frameBytes,
                new GeneratorRun(
                        2, TestpmdOptions.of("flowgen").withFrameBytes(frameBytes), TestpmdReport::receivedPerSecond),
                OurBackEnds::switched,
                "io");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<BenchResult> run() throws Exception {
        // The generator is the peer's: without it nothing can be measured at all.
        if (!Peer.TESTPMD.isPresent()) {
            return List.of(BenchResult.beside(name, 0, "Mpps", PEER, OptionalDouble.empty(), FLOOR, GOAL));
        }
        List<Double> mine = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            mine.add(run.framesPerSecond(ours));
            theirs.add(run.framesPerSecond(this::netVhost));
        }
        return List.of(BenchResult.beside(
                name, median(mine) / 1e6, "Mpps", PEER, OptionalDouble.of(median(theirs) / 1e6), FLOOR, GOAL));
    }

    private AutoCloseable netVhost(List<Path> sockets, int cpu) {
        TestpmdOptions options = TestpmdOptions.of(peerMode).onCpu(cpu);
        for (Path socket : sockets) {
            options = options.withBackend(socket);
        }
        return Testpmd.start(options);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }
}
