package io.ipdk.examples;

import io.ipdk.examples.p4switch.SwitchCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The P4 target as a process of its own: {@code dev/p4switch -i 1@veth0 -i 2@veth2 router.json}. */
final class P4Switch {
    private P4Switch() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(SwitchCommand.run(out, arguments));
    }
}
