package io.ipdk.examples;

import io.ipdk.examples.p4.P4CommandLine;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Speaks P4Runtime with a target: {@code dev/p4 --target 10.0.0.2:9559 show}. Without a command it is a shell. */
final class P4 {
    private P4() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(new P4CommandLine(out).run(arguments));
    }
}
