package io.ipdk.testkit.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An application in a process of its own, to be killed with -9. */
final class ForkedApplication implements AutoCloseable {
    /** What an application prints once all it plugs is there. */
    static final String PLUGGED = "plugged and waiting";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;

    private ForkedApplication(Process process) {
        this.process = process;
    }

    /** Starts a program and returns when it says that it is {@link #PLUGGED}; what it prints is in a file of the directory. */
    static ForkedApplication start(Class<?> program, Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "output", ".txt");
        ForkedApplication application = new ForkedApplication(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start());
        try {
            await().atMost(PATIENCE)
                    .failFast(() -> assertThat(application.process.isAlive())
                            .as(() -> "the application ended: " + read(output))
                            .isTrue())
                    .until(() -> read(output).contains(PLUGGED));
            return application;
        } catch (RuntimeException | Error e) {
            application.close();
            throw e;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it with -9 and waits until it is gone. Idempotent. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
