package io.ipdk.nativeaccess.posix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of the tests in a JVM of its own, on the same class path and Java version. */
public final class ChildJvm {
    private ChildJvm() {}

    /** Starts it; standard error comes with standard output. */
    public static Process start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    /** Starts it with options for the JVM. */
    public static Process start(List<String> options, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
