package io.ipdk.examples.p4switch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A switch that {@code dev/p4switch} started. Thread-safe. */
final class SwitchProcess implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("ipdk.root", ".."));
    private static final String READY = "Server listening on ";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> address = new CompletableFuture<>();

    private SwitchProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "switch output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it in a directory, and waits until it serves on a free port. */
    static SwitchProcess start(Path directory, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(ROOT.resolve("dev/p4switch").toAbsolutePath().toString(), "--grpc-server-addr", "127.0.0.1:0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("IPDK_CLASS_PATH", System.getProperty("java.class.path"));
        SwitchProcess started = new SwitchProcess(builder.start());
        started.address.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return started;
    }

    private void read() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                printed.add(line);
                if (line.startsWith(READY)) {
                    address.complete(line.substring(READY.length()));
                }
            }
        } catch (IOException e) {
            printed.add(e.toString());
        }
        address.completeExceptionally(new IllegalStateException("the switch ended: " + printed()));
    }

    String address() {
        return address.join();
    }

    String printed() {
        return String.join("\n", printed);
    }

    /** Tells it to stop, as a shell or a service manager does, and waits. */
    boolean stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
