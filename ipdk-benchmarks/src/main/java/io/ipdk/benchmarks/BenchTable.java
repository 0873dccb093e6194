package io.ipdk.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lays results out as a table of text, the way a terminal shows it. Immutable. */
final class BenchTable {
    private static final List<String> HEAD =
            List.of("name", "value", "unit", "peer", "peer value", "ratio", "floor", "goal", "");

    private BenchTable() {}

    static String of(List<BenchResult> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        for (BenchResult result : results) {
            rows.add(List.of(
                    result.name(),
                    number(result.value()),
                    result.unit(),
                    result.peer().isEmpty() ? "–" : result.peer(),
                    number(result.peerValue()),
                    number(result.ratio()),
                    number(result.floor()),
                    number(result.goal()),
                    verdict(result)));
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String padding = " ".repeat(width(rows, column) - cell.length());
                boolean left = column == 0 || column == 2 || column == 3 || column == 8;
                line.append(left ? cell + padding : padding + cell).append("  ");
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    private static String verdict(BenchResult result) {
        if (result.isUnderFloor()) {
            return "UNDER THE FLOOR";
        }
        return result.floor() != null && result.ratio() == null ? "peer missing" : "";
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String number(@Nullable Double value) {
        if (value == null) {
            return "–";
        }
        if (value == Double.MAX_VALUE) {
            return "∞";
        }
        return value >= 1000 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
