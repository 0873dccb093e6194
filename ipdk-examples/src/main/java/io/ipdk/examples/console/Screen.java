package io.ipdk.examples.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Where a program tells what it does: headings, progress lines with the time since the start, tables.
 *
 * <p>Thread-safe.
 */
public final class Screen {

    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final boolean colours;
    private final long start = System.nanoTime();
    private boolean afterEmptyLine;

    public Screen(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    /** Standard output; coloured if it is a terminal and the environment does not say NO_COLOR. */
    public static Screen standard() {
        // Tables are drawn with characters that System.out turns into question marks where the locale is "C".
        PrintStream utf8 = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        return new Screen(utf8, isTerminal() && System.getenv("NO_COLOR") == null);
    }

    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    /** Time since this screen was made. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** A line that opens a part. */
    public synchronized void heading(String text) {
        emptyLine();
        println(paint(BOLD, text));
    }

    /** A line that says what happens now. */
    public void progress(String text) {
        line(' ', PLAIN, text);
    }

    /** A line that says what has proved right. */
    public void good(String text) {
        line('✓', GREEN, text);
    }

    /** A line that says what has proved wrong. */
    public void bad(String text) {
        line('✗', RED, text);
    }

    private synchronized void line(char mark, String colour, String text) {
        String time = String.format(Locale.ROOT, "%6.1f s", elapsed().toMillis() / 1000.0);
        println(paint(DIM, time) + " " + paint(colour, mark + " ") + text);
    }

    /** Plain lines, set in a little. */
    public synchronized void text(String lines) {
        lines.lines().forEach(line -> println("    " + line));
    }

    /** A table with a title, between empty lines. */
    public synchronized void table(String title, Table table) {
        emptyLine();
        println("    " + paint(BOLD, title));
        table.lines().forEach(line -> println("    " + line));
        emptyLine();
    }

    private void emptyLine() {
        if (!afterEmptyLine) {
            out.println();
            afterEmptyLine = true;
        }
    }

    private void println(String line) {
        out.println(line);
        afterEmptyLine = false;
    }

    private String paint(String colour, String text) {
        return colours ? colour + text + PLAIN : text;
    }
}
