package io.ipdk.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the source files look like. */
class SourceRulesTest {
    private static final int MOST_LINES = 500;
    private static final int MOST_FILES = 36;
    private static final Set<String> PROGRAMS = Set.of("ipdk-examples", "ipdk-benchmarks");

    private static final List<SourceFile> MAIN = House.mainSources();
    private static final List<SourceFile> ALL =
            Stream.concat(MAIN.stream(), House.testSources().stream()).toList();

    @Test
    void thereAreSources() {
        assertThat(MAIN).isNotEmpty();
    }

    @Test
    void filesHaveAtMost500Lines() {
        assertThat(ALL.stream().filter(file -> file.lines() > MOST_LINES))
                .extracting(SourceFile::path)
                .as("split these by idea")
                .isEmpty();
    }

    @Test
    void packagesHaveAtMost36Files() {
        Map<Path, Long> sizes = MAIN.stream()
                .filter(file -> !file.isPackageInfo())
                .collect(Collectors.groupingBy(SourceFile::directory, Collectors.counting()));
        sizes.values().removeIf(size -> size <= MOST_FILES);

        assertThat(sizes).as("another package is waiting to be named").isEmpty();
    }

    @Test
    void everyPackageIsDescribedAndNullMarked() {
        Set<Path> described = MAIN.stream()
                .filter(SourceFile::isPackageInfo)
                .filter(file ->
                        file.text().contains("@NullMarked") && file.text().contains("/**"))
                .map(SourceFile::directory)
                .collect(Collectors.toSet());
        Set<Path> packages = MAIN.stream()
                .map(SourceFile::directory)
                .filter(directory -> !directory.toString().contains("/java22/"))
                .collect(Collectors.toSet());

        assertThat(described).containsAll(packages);
    }

    @Test
    void everyPublicTypeOfALibrarySaysHowThreadsMayUseIt() {
        List<Path> silent = MAIN.stream()
                .filter(file -> !PROGRAMS.contains(file.module()))
                .filter(file -> !file.fileName().endsWith("Exception.java"))
                .filter(file -> file.publicTypeKind()
                        .filter(kind -> Set.of("class", "record", "interface").contains(kind))
                        .isPresent())
                .filter(file -> !file.beforePublicType()
                        .replaceAll("[\\s*]+", " ")
                        .matches(".*(Immutable|Thread-safe|[Cc]onfined to)\\b.*"))
                .map(SourceFile::path)
                .toList();

        assertThat(silent)
                .as("say 'Immutable.', 'Thread-safe.' or 'Confined to one thread (which).' in the Javadoc")
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(ALL.stream().filter(file -> file.text().matches("(?s).*\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b.*")))
                .extracting(SourceFile::path)
                .isEmpty();
    }
}
