package io.ipdk.benchmarks.p4;

import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;

/**
 * How long it takes from the start of a JVM until the router can forward, and how long until a second program can. The medians
 * of some fresh JVMs. Confined to one thread.
 */
public final class StartUp implements SideBySide {
    private static final int RUNS = 7;
    private static final double COLD_MILLIS = 800;
    private static final double SECOND_MILLIS = 100;

    @Override
    public String name() {
        return "p4.start";
    }

    @Override
    public List<BenchResult> run() throws Exception {
        List<Double> cold = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            long begin = System.nanoTime();
            Process process = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ColdStart.class.getName())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader reader = process.inputReader()) {
                if (!ColdStart.LOADED.equals(reader.readLine())) {
                    throw new IllegalStateException("the program was not loaded");
                }
                cold.add((System.nanoTime() - begin) / 1e6);
                second.add(Double.parseDouble(reader.readLine()));
            }
            process.waitFor();
        }
        return List.of(
                BenchResult.within("p4.startCold", Rounds.median(cold), "ms", COLD_MILLIS),
                BenchResult.within("p4.startSecond", Rounds.median(second), "ms", SECOND_MILLIS));
    }
}
