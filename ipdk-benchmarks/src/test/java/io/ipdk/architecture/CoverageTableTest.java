package io.ipdk.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A table that names tests names tests that exist. */
class CoverageTableTest {
    private static final Pattern REFERENCE = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (?!capability)[^|]+\\|[^|]+\\|([^|]+)\\|$");

    @Test
    void everyTestThatTheTableNamesIsThere() throws IOException {
        List<SourceFile> tests = House.testSources();

        assertThat(references())
                .hasSizeGreaterThan(80)
                .allSatisfy(reference -> assertThat(tests)
                        .as(reference.group())
                        .anyMatch(file -> file.fileName().equals(reference.group(1) + ".java")
                                && file.text().contains(" void " + reference.group(2) + "(")));
    }

    @Test
    void everyRowNamesATestOrSaysThatThereIsNone() throws IOException {
        assertThat(rows().map(row -> row.group(1).strip()))
                .hasSizeGreaterThan(60)
                .allMatch(cell -> cell.equals("–") || REFERENCE.matcher(cell).find());
    }

    private static List<MatchResult> references() throws IOException {
        return REFERENCE.matcher(page()).results().toList();
    }

    private static Stream<MatchResult> rows() throws IOException {
        return ROW.matcher(page()).results();
    }

    private static String page() throws IOException {
        return Files.readString(House.root().resolve("docs/p4runtime-coverage.md"));
    }
}
