package io.ipdk.testkit.dpdk;

import io.ipdk.testkit.peer.Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running testpmd. It reports once a second what its ports have carried; {@link #awaitReports} waits for that.
 *
 * <p>Thread-safe.
 */
public final class Testpmd implements AutoCloseable {
    private static final int MEBIBYTES = 256;
    private static final int KEPT_LINES = 60;
    private static final Pattern PORT = Pattern.compile("NIC statistics for port (\\d+)");
    private static final Pattern COUNT = Pattern.compile("([RT]X)-packets: +(\\d+)");
    private static final Pattern RATE = Pattern.compile("([RT]x)-pps: +(\\d+)");

    private final Process process;
    private final int ports;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final List<TestpmdReport> reports = new ArrayList<>();

    // The report being read.
    private int port;
    private final long[] received;
    private final long[] sent;
    private final long[] receiveRate;
    private final long[] sendRate;

    private Testpmd(Process process, int ports) {
        this.process = process;
        this.ports = ports;
        received = new long[ports];
        sent = new long[ports];
        receiveRate = new long[ports];
        sendRate = new long[ports];
        Thread reader = new Thread(this::read, "testpmd output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts the program.
     *
     * @throws IllegalStateException if it is not installed
     */
    public static Testpmd start(TestpmdOptions options) {
        List<String> command = new ArrayList<>();
        command.add(Peer.TESTPMD.path().toString());
        String prefix = "ipdk" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        command.addAll(options.arguments(prefix, MEBIBYTES));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
            return new Testpmd(builder.start(), options.devices().size());
        } catch (IOException e) {
            throw new UncheckedIOException("testpmd could not be started", e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                take(line);
            }
        } catch (IOException e) {
            // The program has ended.
        }
        synchronized (this) {
            notifyAll();
        }
    }

    private synchronized void take(String line) {
        lastLines.add(line);
        if (lastLines.size() > KEPT_LINES) {
            lastLines.remove();
        }
        Matcher portLine = PORT.matcher(line);
        if (portLine.find()) {
            port = Integer.parseInt(portLine.group(1));
            return;
        }
        if (port >= ports) {
            return;
        }
        Matcher count = COUNT.matcher(line);
        if (count.find()) {
            (count.group(1).equals("RX") ? received : sent)[port] = Long.parseLong(count.group(2));
        }
        Matcher rate = RATE.matcher(line);
        if (rate.find()) {
            boolean isSendRate = rate.group(1).equals("Tx");
            (isSendRate ? sendRate : receiveRate)[port] = Long.parseLong(rate.group(2));
            if (isSendRate && port == ports - 1) {
                reports.add(new TestpmdReport(sum(received), sum(sent), sum(receiveRate), sum(sendRate)));
                notifyAll();
            }
        }
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    /**
     * Waits for the next reports.
     *
     * @return exactly that many, in order
     * @throws IllegalStateException if the program ends or says nothing; the message has its last lines
     */
    public synchronized List<TestpmdReport> awaitReports(int count, Duration timeout) throws InterruptedException {
        int first = reports.size();
        long deadline = System.nanoTime() + timeout.toNanos();
        while (reports.size() < first + count) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || !process.isAlive()) {
                throw new IllegalStateException("testpmd " + (process.isAlive() ? "gave" : "ended and gave only ")
                        + (reports.size() - first) + " of " + count + " reports; it said last:\n" + tail());
            }
            wait(Math.min(left, 500));
        }
        return List.copyOf(reports.subList(first, first + count));
    }

    /** The number of its process. */
    public long pid() {
        return process.pid();
    }

    /** What the program has printed last. */
    public synchronized String tail() {
        return String.join("\n", lastLines);
    }

    /** Ends the program, kindly at first. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
