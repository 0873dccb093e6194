package io.ipdk.benchmarks.net;

import io.ipdk.testkit.dpdk.Testpmd;
import io.ipdk.testkit.dpdk.TestpmdOptions;
import io.ipdk.testkit.dpdk.TestpmdReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** One run of the generator in front of one back end. Immutable. */
final class GeneratorRun {
    private static final int GENERATOR_CPU = 0;
    private static final int BACK_END_CPU = 1;
    private static final int WARM_UP_SECONDS = 3;
    private static final int SECONDS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int ports;
    private final TestpmdOptions generator;
    private final ToLongFunction<TestpmdReport> rate;

    /**
     * Describes a run.
     *
     * @param generator the generator without its ports
     * @param rate which of the generator's numbers counts
     */
    GeneratorRun(int ports, TestpmdOptions generator, ToLongFunction<TestpmdReport> rate) {
        this.ports = ports;
        this.generator = generator;
        this.rate = rate;
    }

    /** Frames per second with this back end: the median of some seconds after some others. */
    double framesPerSecond(BackEnd backEnd) throws Exception {
        Path directory = Files.createTempDirectory("ipdk-bench");
        List<Path> sockets = new ArrayList<>();
        for (int i = 0; i < ports; i++) {
            sockets.add(directory.resolve("s" + i));
        }
        AutoCloseable served = backEnd.serve(sockets, BACK_END_CPU);
        try {
            awaitSockets(sockets);
            TestpmdOptions options = generator.onCpu(GENERATOR_CPU);
            for (Path socket : sockets) {
                options = options.withFrontend(socket);
            }
            try (Testpmd testpmd = Testpmd.start(options)) {
                testpmd.awaitReports(WARM_UP_SECONDS, PATIENCE);
                return testpmd.awaitReports(SECONDS, PATIENCE).stream()
                        .mapToLong(rate)
                        .sorted()
                        .skip(SECONDS / 2)
                        .findFirst()
                        .orElse(0);
            }
        } finally {
            served.close();
            for (Path socket : sockets) {
                Files.deleteIfExists(socket);
            }
            Files.deleteIfExists(directory);
        }
    }

    private static void awaitSockets(List<Path> sockets) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Path socket : sockets) {
            while (!Files.exists(socket)) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("nobody listens at " + socket);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }
}
