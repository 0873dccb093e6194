package io.ipdk.testkit.storage;

import io.ipdk.testkit.peer.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A running qemu-storage-daemon that serves one disk over vhost-user.
 *
 * <p>Thread-safe.
 */
public final class StorageDaemon implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    private final Process process;
    private final Path socket;
    private final Path pidFile;
    private final Path output;

    private StorageDaemon(Process process, Path socket, Path pidFile, Path output) {
        this.process = process;
        this.socket = socket;
        this.pidFile = pidFile;
        this.output = output;
    }

    /**
     * Starts the daemon and waits until it listens.
     *
     * @param socket where it listens; its directory also takes two small files until {@link #close}
     * @throws IllegalStateException if it is not installed, or ends at once; the message has what it said
     */
    public static StorageDaemon start(Path socket, StorageDaemonOptions options) {
        Path pidFile = beside(socket, ".pid");
        Path output = beside(socket, ".out");
        List<String> command = new ArrayList<>();
        if (options.cpu() >= 0 && Files.isExecutable(TASKSET)) {
            command.addAll(List.of(TASKSET.toString(), "-c", String.valueOf(options.cpu())));
        }
        command.add(Peer.QEMU_STORAGE_DAEMON.path().toString());
        command.addAll(options.arguments(socket, pidFile));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            StorageDaemon daemon = new StorageDaemon(process, socket, pidFile, output);
            daemon.awaitStart();
            return daemon;
        } catch (IOException e) {
            throw new UncheckedIOException("qemu-storage-daemon could not be started", e);
        }
    }

    private static Path beside(Path socket, String suffix) {
        return socket.resolveSibling(socket.getFileName() + suffix);
    }

    /** The daemon writes its process id once everything it serves is there. */
    private void awaitStart() {
        long deadline = System.nanoTime() + START_NANOS;
        while (!Files.exists(pidFile)) {
            boolean ended = awaitEnd(20);
            if (ended || System.nanoTime() - deadline > 0) {
                String said = said();
                close();
                throw new IllegalStateException(
                        "qemu-storage-daemon " + (ended ? "ended" : "did not start in time") + "; it said: " + said);
            }
        }
    }

    private boolean awaitEnd(long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private String said() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "(nothing that could be read: " + e.getMessage() + ")";
        }
    }

    /** Where it listens. */
    public Path socket() {
        return socket;
    }

    /** Ends the daemon at once, as a crash does. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(5_000);
    }

    /** Ends the daemon and removes what it leaves behind. */
    @Override
    public void close() {
        process.destroy();
        if (!awaitEnd(5_000)) {
            kill();
        }
        try {
            for (Path file : List.of(socket, pidFile, output)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what qemu-storage-daemon leaves behind cannot be removed", e);
        }
    }
}
