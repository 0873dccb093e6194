package io.ipdk.benchmarks.dpdk;

import io.ipdk.testkit.dpdk.Testpmd;
import io.ipdk.testkit.dpdk.TestpmdOptions;
import io.ipdk.testkit.dpdk.TestpmdReport;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Two null ports forwarded by one thread of testpmd, on one processor. Thread-safe. */
final class TestpmdForwarder {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    private final int cpu;

    TestpmdForwarder(int cpu) {
        this.cpu = cpu;
    }

    /** Frames received per second of processor time of its forwarding thread. */
    double measure(String mode, int burst, int seconds) throws IOException, InterruptedException {
        TestpmdOptions options =
                TestpmdOptions.of(mode).onCpu(cpu).withBurst(burst).withNull().withNull();
        try (Testpmd testpmd = Testpmd.start(options)) {
            TestpmdReport before = testpmd.awaitReports(2, PATIENCE).get(1);
            double start = processorSeconds(testpmd.pid());
            TestpmdReport after = testpmd.awaitReports(seconds, PATIENCE).get(seconds - 1);
            double taken = processorSeconds(testpmd.pid()) - start;
            return (after.received() - before.received()) / taken;
        }
    }

    /** What the busiest thread of a process has used; the one that forwards never waits. */
    private static double processorSeconds(long pid) throws IOException {
        long most = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "task"))) {
            for (Path thread : threads) {
                String stat = Files.readString(thread.resolve("stat"));
                // The name in brackets may have spaces; the fields counted here come after it.
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                most = Math.max(most, Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]));
            }
        }
        return most / TICKS_PER_SECOND;
    }
}
