package io.ipdk.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Screen screen(boolean colours) {
        return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), colours);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void progressLinesCarryTheTimeSinceTheStart() {
        screen(false).progress("plugging");

        assertThat(printed()).matches(" +\\d+\\.\\d s   plugging\\R");
    }

    @Test
    void withoutColoursThereAreNoEscapes() {
        Screen screen = screen(false);
        screen.heading("Ports");
        screen.good("all frames arrived");
        screen.bad("one frame is missing");
        screen.table("Ports", new Table("port").row("web0"));

        assertThat(printed())
                .doesNotContain("\u001b")
                .contains("✓ all frames arrived", "✗ one frame is missing", "    web0");
    }

    @Test
    void withColoursSuccessIsGreenAndFailureRed() {
        Screen screen = screen(true);
        screen.good("yes");
        screen.bad("no");

        assertThat(printed()).contains("\u001b[32m✓", "\u001b[31m✗");
    }
}
