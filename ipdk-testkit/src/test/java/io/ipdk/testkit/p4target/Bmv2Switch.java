package io.ipdk.testkit.p4target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process of bmv2's {@code simple_switch_grpc} with device 1, CPU port 510 and no ports. Thread-safe. */
final class Bmv2Switch implements AutoCloseable {
    private static final String VARIABLE = "IPDK_BMV2";

    private final Process process;
    private final String address;

    private Bmv2Switch(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** What {@code IPDK_BMV2} names; empty where it is not set: bmv2 is tried on request, and never required. */
    static Optional<Path> executable() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(name -> !name.isBlank())
                .map(Path::of);
    }

    /** Starts it on a free port; it listens a while later. */
    static Bmv2Switch start(Path executable) {
        try {
            String address = "127.0.0.1:" + freePort();
            Process process = new ProcessBuilder(
                            executable.toString(),
                            "--no-p4",
                            "--device-id",
                            "1",
                            "--",
                            "--grpc-server-addr",
                            address,
                            "--cpu-port",
                            "510")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Bmv2Switch(process, address);
        } catch (IOException e) {
            throw new UncheckedIOException(VARIABLE + "=" + executable + " cannot be started", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Where clients connect to. */
    String address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
