package io.ipdk.examples.p4;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Commands as people type them, each on a connection of its own, and what they print. Confined to one thread (the test's). */
final class Typed {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final String target;

    Typed(String target) {
        this.target = target;
    }

    /** What a command prints that ends well. */
    String run(String words) {
        assertThat(exitCode(words)).as(() -> words + ":\n" + printed()).isZero();
        return printed();
    }

    /** What a command prints that fails. */
    String fail(String words) {
        assertThat(exitCode(words)).as(() -> words + ":\n" + printed()).isOne();
        return printed();
    }

    private int exitCode(String words) {
        printed.reset();
        return new P4CommandLine(new PrintStream(printed, true, StandardCharsets.UTF_8))
                .run(Stream.concat(Stream.of("--target", target), Stream.of(words.split(" ", -1)))
                        .toArray(String[]::new));
    }

    /** What the last command has printed so far. */
    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
