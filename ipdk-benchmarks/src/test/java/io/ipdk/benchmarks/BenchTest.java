package io.ipdk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int run(List<SideBySide> benches, String... names) throws IOException {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new Bench(benches, out, directory.resolve("bench.json")).run(List.of(names));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static SideBySide bench(String name, double value, OptionalDouble peerValue) {
        return new SideBySide() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<BenchResult> run() {
                return List.of(BenchResult.beside(name, value, "Mpps", "a peer", peerValue, 0.5, 0.8));
            }
        };
    }

    private static SideBySide failing() {
        return new SideBySide() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public List<BenchResult> run() throws IOException {
                throw new IOException("no such socket");
            }
        };
    }

    @Test
    void aRatioAboveItsFloorPasses() throws IOException {
        assertThat(run(List.of(bench("net", 6, OptionalDouble.of(10))))).isZero();
        assertThat(printed()).contains("0.60").doesNotContain("UNDER THE FLOOR");
    }

    @Test
    void aRatioUnderItsFloorFailsTheRun() throws IOException {
        assertThat(run(List.of(bench("net", 4, OptionalDouble.of(10))))).isEqualTo(1);
        assertThat(printed()).contains("UNDER THE FLOOR");
    }

    @Test
    void aMissingPeerLeavesTheRowWithoutRatioAndPasses() throws IOException {
        assertThat(run(List.of(bench("net", 4, OptionalDouble.empty())))).isZero();
        assertThat(printed()).contains("peer missing");
        JsonNode row = new ObjectMapper()
                .readTree(directory.resolve("bench.json").toFile())
                .get(0);
        assertThat(row.get("peer").asText()).isEqualTo("a peer");
        assertThat(row.get("ratio").isNull()).isTrue();
    }

    @Test
    void theReportHasEveryFieldOfEveryRow() throws IOException {
        run(List.of(bench("net.a", 6, OptionalDouble.of(10)), bench("net.b", 9, OptionalDouble.of(10))));
        JsonNode rows =
                new ObjectMapper().readTree(directory.resolve("bench.json").toFile());
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("name", "value", "unit", "peer", "peerValue", "ratio", "floor", "goal");
    }

    @Test
    void aNamePicksWhatIsBelowIt() throws IOException {
        run(List.of(bench("net.a", 1, OptionalDouble.of(1)), bench("block", 1, OptionalDouble.of(1))), "net");
        assertThat(printed()).contains("net.a").doesNotContain("block");
    }

    @Test
    void anUnknownNameIsRefusedWithTheListOfNames() throws IOException {
        assertThat(run(List.of(bench("net", 1, OptionalDouble.of(1))), "nat")).isEqualTo(2);
        assertThat(printed()).contains("no measurement named nat").contains("net");
    }

    @Test
    void aMeasurementThatCannotRunFailsTheRunButNotTheOthers() throws IOException {
        assertThat(run(List.of(failing(), bench("net", 1, OptionalDouble.of(1)))))
                .isEqualTo(1);
        assertThat(printed()).contains("no such socket").contains("1.00");
    }

    @Test
    void aCostWithinItsBudgetHasARatioOfAtLeastOne() {
        assertThat(BenchResult.within("idle", 0.5, "% of a core", 2).isUnderFloor())
                .isFalse();
        assertThat(BenchResult.within("idle", 3, "% of a core", 2).isUnderFloor())
                .isTrue();
    }
}
