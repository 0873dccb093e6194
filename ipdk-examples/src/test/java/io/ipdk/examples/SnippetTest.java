package io.ipdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Java in the documentation is code that compiles: each block names the source it comes from. */
class SnippetTest {
    private static final Path ROOT = Path.of(System.getProperty("ipdk.root", ".."));
    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- from (\\S+) -->\\s*)?^```java\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    @ParameterizedTest
    @MethodSource("snippets")
    void blockIsFoundInTheSourceItNames(Snippet snippet) throws IOException {
        assertThat(snippet.source())
                .as("put '<!-- from PATH -->' above the block in %s:%n%s", snippet.page(), snippet.code())
                .isNotEmpty();
        Path source = ROOT.resolve(snippet.source());

        assertThat(source).exists();
        assertThat(withoutSpace(Files.readString(source))).contains(withoutSpace(snippet.code()));
    }

    @Test
    void theReadmeShowsExamples() {
        assertThat(snippets().filter(snippet -> snippet.page().endsWith("README.md")))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    static Stream<Snippet> snippets() {
        List<Snippet> snippets = new ArrayList<>();
        for (Path page : pages()) {
            Matcher matcher = BLOCK.matcher(read(page));
            while (matcher.find()) {
                String source = matcher.group(1) == null ? "" : matcher.group(1);
                snippets.add(new Snippet(page, source, matcher.group(2)));
            }
        }
        return snippets.stream();
    }

    private static List<Path> pages() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> modules = Files.list(ROOT)) {
            return Stream.of(
                            Stream.of(ROOT.resolve("README.md")),
                            modules.map(module -> module.resolve("README.md")).filter(Files::exists),
                            docs.filter(page -> page.toString().endsWith(".md")))
                    .flatMap(pages -> pages)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s+", "");
    }

    record Snippet(Path page, String source, String code) {
        @Override
        public String toString() {
            return page.getFileName() + " from " + source;
        }
    }
}
