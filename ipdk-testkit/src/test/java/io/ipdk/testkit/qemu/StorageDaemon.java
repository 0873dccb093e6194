package io.ipdk.testkit.qemu;

import static org.awaitility.Awaitility.await;

import io.ipdk.testkit.peer.Peer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A disk served by qemu-storage-daemon: a vhost-user-blk back end that is not ours. Thread-safe. */
final class StorageDaemon implements AutoCloseable {

    private final Process process;
    private final Path socket;

    private StorageDaemon(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /** Serves a disk of zeroes of this size; the file of an earlier one of the same name is used again. */
    static StorageDaemon serve(Path directory, String name, int mebibytes) throws IOException {
        Path image = directory.resolve(name + ".img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) mebibytes << 20);
        }
        Path socket = directory.resolve(name + ".sock");
        Files.deleteIfExists(socket);
        Process process = new ProcessBuilder(
                        Peer.QEMU_STORAGE_DAEMON.path().toString(),
                        "--blockdev",
                        "driver=file,node-name=disk,filename=" + image,
                        "--export",
                        "type=vhost-user-blk,id=export,node-name=disk,writable=on,num-queues=4,addr.type=unix,addr.path="
                                + socket)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(socket));
        return new StorageDaemon(process, socket);
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
