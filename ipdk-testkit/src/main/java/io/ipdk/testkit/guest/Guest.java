package io.ipdk.testkit.guest;

import io.ipdk.softipu.qemu.QmpClient;
import io.ipdk.testkit.guest.GuestSpec.Start;
import io.ipdk.testkit.peer.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Linux guest under QEMU, emulated, so that it runs on any machine. It has its own directory under
 * {@code java.io.tmpdir}, so that any number of guests run side by side, and needs no root.
 *
 * <p>Thread-safe; commands of several threads run at once in the guest.
 */
public final class Guest implements AutoCloseable {

    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final Duration SLACK = Duration.ofSeconds(30);
    private static final Duration MONITOR = Duration.ofSeconds(30);
    private static final Duration KILL = Duration.ofSeconds(10);
    private static final int LOG_TAIL = 4000;

    private final GuestSpec spec;
    private final QemuCommand.Files files;
    private final Process process;
    private final Thread killAtExit;
    private final QmpClient control;
    private final GuestAgent agent;
    private int wantedBoots;

    private Guest(
            GuestSpec spec,
            QemuCommand.Files files,
            Process process,
            Thread killAtExit,
            QmpClient control,
            GuestAgent agent) {
        this.spec = spec;
        this.files = files;
        this.process = process;
        this.killAtExit = killAtExit;
        this.control = control;
        this.agent = agent;
    }

    /** A guest with {@link GuestSpec#defaults()}. */
    public static Guest start() {
        return start(GuestSpec.defaults());
    }

    /**
     * Starts a guest and returns when it is as far as its spec says.
     *
     * @throws GuestException where QEMU, a kernel or busybox is missing, or the guest does not boot; ends with what it
     *     said last
     */
    public static Guest start(GuestSpec spec) {
        Path qemu = peer(Peer.QEMU);
        Path directory = null;
        try {
            directory = Files.createTempDirectory("ipdk-guest-");
            GuestImage image = needsKernel(spec) ? image(spec, directory) : null;
            return launch(spec, new QemuCommand.Files(directory), qemu, image);
        } catch (IOException | RuntimeException e) {
            delete(directory);
            throw e instanceof IOException io
                    ? new GuestException("the guest cannot be started: " + io.getMessage(), "", io)
                    : (RuntimeException) e;
        }
    }

    private static Guest launch(GuestSpec spec, QemuCommand.Files files, Path qemu, @Nullable GuestImage image)
            throws IOException {
        Process process = new ProcessBuilder(QemuCommand.of(qemu, spec, image, files))
                .directory(files.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(files.qemuOutput().toFile())
                .start();
        Thread killAtExit = new Thread(() -> killAndDelete(process, files.directory()), "ipdk-guest-kill");
        Runtime.getRuntime().addShutdownHook(killAtExit);
        QmpClient control = QmpClient.open(files.control());
        try {
            awaitMonitor(control, process, files);
            Guest guest = new Guest(spec, files, process, killAtExit, control, GuestAgent.connect(files.agent()));
            guest.wantedBoots = 1;
            if (spec.start() == Start.READY) {
                guest.awaitReady();
            }
            return guest;
        } catch (IOException | RuntimeException e) {
            control.close();
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(killAtExit);
            throw e;
        }
    }

    private static void killAndDelete(Process process, Path directory) {
        process.destroyForcibly().onExit().join();
        delete(directory);
    }

    private static void awaitMonitor(QmpClient control, Process process, QemuCommand.Files files) {
        long deadline = System.nanoTime() + MONITOR.toNanos();
        while (!control.awaitConnected(Duration.ofMillis(50))) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new GuestException("QEMU did not start: " + tail(files.qemuOutput()), "");
            }
        }
    }

    private static boolean needsKernel(GuestSpec spec) {
        return spec.start() != Start.PAUSED_WITHOUT_KERNEL && spec.start() != Start.FIRMWARE_ONLY;
    }

    private static GuestImage image(GuestSpec spec, Path directory) {
        GuestImage given = spec.image();
        return given == null ? GuestImage.build(directory) : given;
    }

    private static Path peer(Peer peer) {
        try {
            return peer.path();
        } catch (IllegalStateException e) {
            throw new GuestException("a guest cannot be started: " + e.getMessage(), "", e);
        }
    }

    /** QEMU's monitor for whoever plugs devices; it serves one client at a time and is not used by this class. */
    public Path qmpSocket() {
        return files.monitor();
    }

    /** The guest's own directory, deleted when it is closed. Short enough for sockets in it. */
    public Path directory() {
        return files.directory();
    }

    /** QEMU's process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether QEMU runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** All that kernel and first process wrote to the console so far. */
    public String bootLog() {
        return read(files.console());
    }

    /** All that QEMU itself wrote so far. */
    public String qemuLog() {
        return read(files.qemuOutput());
    }

    /**
     * Waits until the guest, after its start or its last {@link #reset()}, runs commands.
     *
     * @throws GuestException where it does not within its spec's boot timeout; ends with what it said last
     */
    public void awaitReady() {
        int wanted;
        synchronized (this) {
            wanted = wantedBoots;
        }
        try {
            if (!agent.awaitBoots(wanted, spec.bootTimeout())) {
                if (!process.isAlive()) {
                    throw ended();
                }
                throw new GuestException(
                        "the guest did not boot within " + spec.bootTimeout().toSeconds() + " s; its console ends: "
                                + tail(files.console()),
                        "");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GuestException("interrupted while the guest boots", "", e);
        }
    }

    /**
     * Runs a shell command in the guest and waits for it.
     *
     * @param command one or more lines for busybox's sh, at most 16 KiB
     * @param timeout after which it is killed
     * @return what it came to; exit code 137 where it was killed
     * @throws GuestException where the guest is reset or dies meanwhile, or gives no answer at all
     */
    public CommandResult run(String command, Duration timeout) {
        try {
            CompletableFuture<CommandResult> result = agent.start(command, Math.max(1, timeout.toSeconds()));
            return result.get(timeout.plus(SLACK).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new GuestException(
                    "the guest gave no answer to '" + command + "'; its console ends: " + tail(files.console()), "", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GuestException("interrupted while the guest runs '" + command + "'", "", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw explain(new GuestException(cause.getMessage() + ": '" + command + "'", "", cause));
        } catch (GuestException e) {
            throw explain(e);
        }
    }

    /** As {@link #run(String, Duration)} with a minute of time. */
    public CommandResult run(String command) {
        return run(command, COMMAND);
    }

    /**
     * Runs a command that has to succeed.
     *
     * @return its output without white space around it
     * @throws GuestException also where its exit code is not 0; has its output
     */
    public String check(String command) {
        CommandResult result = run(command);
        if (!result.succeeded()) {
            throw new GuestException(
                    "'" + command + "' ended with " + result.exitCode() + " in the guest: " + result.output(), "");
        }
        return result.output().trim();
    }

    /** Resets the machine, as its reset button does, and does not wait for the boot; {@link #awaitReady()} does. */
    public void reset() {
        synchronized (this) {
            wantedBoots = agent.boots() + 1;
        }
        control.execute("system_reset", MONITOR);
    }

    /** Lets the machine's processors run, for a guest that was started paused or was {@link #pause() paused}. */
    public void resume() {
        control.execute("cont", MONITOR);
    }

    /** Stops the machine's processors. */
    public void pause() {
        control.execute("stop", MONITOR);
    }

    /** Kills QEMU, as a crash of it does. */
    public void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(KILL.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new GuestException("QEMU (process " + process.pid() + ") does not end when killed", "");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends QEMU and deletes the guest's directory. Idempotent. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(killAtExit);
        } catch (IllegalStateException e) {
            // The JVM ends and the hook does its work.
        }
        control.close();
        kill();
        try {
            agent.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the guest's serial port", e);
        }
        delete(files.directory());
    }

    /** The serial port ends a little before the process: where QEMU ended, its own words say more. */
    private GuestException explain(GuestException e) {
        try {
            return process.waitFor(agent.isEnded() ? 1 : 0, TimeUnit.SECONDS) ? ended() : e;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return e;
        }
    }

    private GuestException ended() {
        return new GuestException(
                "QEMU ended with " + process.exitValue() + ": " + tail(files.qemuOutput()), "start another guest");
    }

    private static String tail(Path file) {
        String text = read(file);
        return text.substring(Math.max(0, text.length() - LOG_TAIL));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            return "(" + file + " cannot be read: " + e.getMessage() + ")";
        }
    }

    private static void delete(@Nullable Path directory) {
        if (directory == null || !Files.exists(directory)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(directory)) {
            for (Path path : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("deleting " + directory, e);
        }
    }
}
