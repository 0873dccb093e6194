package io.ipdk.benchmarks.p4;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/** bmv2 as a process of its own, if the environment says in {@code IPDK_BMV2} where it is. Thread-safe. */
final class Bmv2 implements AutoCloseable {
    private final @Nullable Process process;
    private final String address;

    private Bmv2(@Nullable Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Starts it as device 1 without a program; calls wait until it serves. */
    static Bmv2 start() throws IOException {
        String program = System.getenv("IPDK_BMV2");
        if (program == null || program.isBlank()) {
            return new Bmv2(null, "");
        }
        String address = "127.0.0.1:" + freePort();
        Process process = new ProcessBuilder(
                        program,
                        "--no-p4",
                        "--device-id",
                        "1",
                        "--thrift-port",
                        String.valueOf(freePort()),
                        "--",
                        "--grpc-server-addr",
                        address)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Bmv2(process, address);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    boolean isMissing() {
        return process == null;
    }

    String address() {
        return address;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
