package io.ipdk.testkit.guest;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with the agent in a guest over its second serial port. The line protocol is described in the agent itself.
 *
 * <p>Thread-safe; commands of several threads run at once in the guest.
 */
final class GuestAgent implements AutoCloseable {

    private static final int PIECE = 384;
    private static final int MAX_COMMAND = 16 * 1024;
    private static final int MAX_OUTPUT = 8 << 20;

    private final SocketChannel channel;
    private final Thread reader;

    /** Guards the fields below it. */
    private final Object lock = new Object();

    private final Map<Integer, CompletableFuture<CommandResult>> running = new HashMap<>();
    private int boots;
    private int nextId = 1;
    private boolean ended;

    private GuestAgent(SocketChannel channel) {
        this.channel = channel;
        this.reader = new Thread(this::read, "ipdk-guest-agent");
        reader.setDaemon(true);
    }

    static GuestAgent connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        GuestAgent agent = new GuestAgent(channel);
        agent.reader.start();
        return agent;
    }

    /** How often an agent has come up in this guest. */
    int boots() {
        synchronized (lock) {
            return boots;
        }
    }

    /** Whether the serial port is gone, and the guest with it. */
    boolean isEnded() {
        synchronized (lock) {
            return ended;
        }
    }

    /** Waits until agents have come up this often; false where they did not or the guest is gone. */
    boolean awaitBoots(int wanted, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            while (boots < wanted && !ended) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            return boots >= wanted;
        }
    }

    /**
     * Starts a command. The result fails with a {@link GuestException} where the guest is reset or goes away.
     *
     * @param seconds after which the guest kills it
     */
    CompletableFuture<CommandResult> start(String command, long seconds) {
        byte[] bytes = command.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_COMMAND) {
            throw new IllegalArgumentException("a command of " + bytes.length + " bytes; at most " + MAX_COMMAND);
        }
        CompletableFuture<CommandResult> result = new CompletableFuture<>();
        synchronized (lock) {
            if (ended || boots == 0) {
                throw new GuestException(
                        "the guest takes no commands: " + (ended ? "it is gone" : "it has not booted"),
                        ended ? "start another one" : "wait until it is ready");
            }
            int id = nextId++;
            running.put(id, result);
            StringBuilder lines = new StringBuilder();
            for (int from = 0; from < bytes.length; from += PIECE) {
                byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE));
                lines.append("part ").append(id).append(' ');
                lines.append(Base64.getEncoder().encodeToString(piece)).append('\n');
            }
            lines.append("run ").append(id).append(' ').append(seconds).append('\n');
            write(lines.toString());
        }
        return result;
    }

    private void write(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new GuestException("the guest's serial port is gone", "start another guest", e);
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                line(line.trim());
            }
        } catch (IOException e) {
            // The guest is gone or this end was closed; told below.
        }
        synchronized (lock) {
            ended = true;
            lock.notifyAll();
        }
        fail("the guest is gone");
    }

    private @Nullable StringBuilder output;
    private int answered;
    private int exitCode;

    private void line(String line) {
        StringBuilder collected = output;
        if (line.equals("ready")) {
            output = null;
            fail("the guest was reset");
            synchronized (lock) {
                boots++;
                lock.notifyAll();
            }
        } else if (line.startsWith("begin ")) {
            String[] words = line.split(" ", 3);
            answered = Integer.parseInt(words[1]);
            exitCode = Integer.parseInt(words[2]);
            output = new StringBuilder();
        } else if (collected != null && line.startsWith("end ")) {
            output = null;
            complete(new String(Base64.getMimeDecoder().decode(collected.toString()), StandardCharsets.UTF_8));
        } else if (collected != null && collected.length() < MAX_OUTPUT) {
            collected.append(line);
        }
    }

    private void complete(String text) {
        CompletableFuture<CommandResult> result;
        synchronized (lock) {
            result = running.remove(answered);
        }
        if (result != null) {
            result.complete(new CommandResult(exitCode, text));
        }
    }

    private void fail(String reason) {
        Map<Integer, CompletableFuture<CommandResult>> lost;
        synchronized (lock) {
            lost = new HashMap<>(running);
            running.clear();
        }
        lost.values()
                .forEach(result -> result.completeExceptionally(
                        new GuestException(reason + " while it ran a command", "run it again in a guest that is up")));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
