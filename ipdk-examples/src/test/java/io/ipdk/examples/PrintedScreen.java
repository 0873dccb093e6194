package io.ipdk.examples;

import io.ipdk.examples.console.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A screen whose text can be read back. */
final class PrintedScreen {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);

    Screen screen() {
        return screen;
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
