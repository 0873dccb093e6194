package io.ipdk.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs side-by-side measurements, all or the named ones, prints one table and writes it to {@code target/bench.json}.
 *
 * <p>A name picks the measurement of that name and those below it: {@code net} picks {@code net.receive}. The exit code is
 * 1 if a measured ratio is under its floor or a measurement could not run, 2 if no measurement has the name asked for.
 */
public final class Bench {
    private static final Path REPORT = Path.of("target", "bench.json");

    private final List<SideBySide> benches;
    private final PrintStream out;
    private final Path report;

    Bench(List<SideBySide> benches, PrintStream out, Path report) {
        this.benches = benches;
        this.out = out;
        this.report = report;
    }

    public static void main(String[] names) throws IOException {
        int exit = new Bench(Benches.all(), System.out, REPORT).run(List.of(names));
        System.exit(exit);
    }

    int run(List<String> names) throws IOException {
        List<SideBySide> chosen = benches.stream()
                .filter(bench -> names.isEmpty() || names.stream().anyMatch(name -> isPicked(bench.name(), name)))
                .toList();
        for (String name : names) {
            if (benches.stream().noneMatch(bench -> isPicked(bench.name(), name))) {
                out.printf("There is no measurement named %s. There are: %s%n", name, namesOf(benches));
                return 2;
            }
        }
        boolean failed = false;
        List<BenchResult> results = new ArrayList<>();
        for (SideBySide bench : chosen) {
            out.printf("Measuring %s …%n", bench.name());
            try {
                results.addAll(bench.run());
            } catch (Exception e) {
                failed = true;
                out.printf("%s could not be measured: %s%n", bench.name(), e);
            }
        }
        out.print(BenchTable.of(results));
        write(results);
        return failed || results.stream().anyMatch(BenchResult::isUnderFloor) ? 1 : 0;
    }

    private static boolean isPicked(String bench, String name) {
        return bench.equals(name) || bench.startsWith(name + ".");
    }

    private static String namesOf(List<SideBySide> benches) {
        return String.join(", ", benches.stream().map(SideBySide::name).toList());
    }

    private void write(List<BenchResult> results) throws IOException {
        Files.createDirectories(report.toAbsolutePath().getParent());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(report.toFile(), results);
        out.printf("Written to %s%n", report);
    }
}
