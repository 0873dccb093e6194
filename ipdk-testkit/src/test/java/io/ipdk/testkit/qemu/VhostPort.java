package io.ipdk.testkit.qemu;

import static org.awaitility.Awaitility.await;

import io.ipdk.testkit.peer.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A port served by testpmd's net_vhost: a vhost-user-net back end that is not ours. Thread-safe. */
final class VhostPort implements AutoCloseable {

    private final Process process;
    private final Path socket;

    private VhostPort(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    static VhostPort serve(Path directory, String name, int queuePairs) throws IOException {
        Path socket = directory.resolve(name + ".sock");
        Process process = new ProcessBuilder(
                        Peer.TESTPMD.path().toString(),
                        "--no-huge",
                        "-m",
                        "512",
                        "--no-pci",
                        "--file-prefix=" + directory.getFileName() + name,
                        "--vdev",
                        "net_vhost0,iface=" + socket + ",queues=" + queuePairs,
                        "-l",
                        "0-1",
                        "--",
                        "-i",
                        "--total-num-mbufs=2048",
                        "--rxq=" + queuePairs,
                        "--txq=" + queuePairs)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(socket));
        return new VhostPort(process, socket);
    }

    Path socket() {
        return socket;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
