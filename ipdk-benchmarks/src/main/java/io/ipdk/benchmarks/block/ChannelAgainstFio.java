package io.ipdk.benchmarks.block;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.benchmarks.ThreadPin;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.storage.StorageDaemon;
import io.ipdk.testkit.storage.StorageDaemonOptions;
import io.ipdk.virtio.block.channel.BlockChannel;
import io.ipdk.virtio.block.channel.ChannelOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * One qemu-storage-daemon driven in turn by a {@link BlockChannel} and by fio: 4 KiB reads anywhere on 256 MiB, 32 on their way;
 * each number is the median of the rounds. fio reaches the daemon over NBD, the one way it has to the same process without a
 * guest; an emulated guest would be slower still. Client and daemon have a processor each. Confined to one thread.
 */
public final class ChannelAgainstFio implements SideBySide {
    private static final int CLIENT_CPU = 0;
    private static final int DAEMON_CPU = 1;
    private static final int DEPTH = 32;
    private static final double GOAL = 1.0;
    private static final long DISK_BYTES = 256L << 20;
    private static final int ROUNDS = 5;
    private static final int ROUND_SECONDS = 2;
    private static final String THREAD = "bench-channel";
    private static final Path MEMORY_DIRECTORY = Path.of("/dev/shm");

    private final String name;
    private final boolean file;
    private final double floor;

    private ChannelAgainstFio(String name, boolean file, double floor) {
        this.name = name;
        this.file = file;
        this.floor = floor;
    }

    /** A disk without blocks: the way there and back. */
    public static ChannelAgainstFio nothing() {
        return new ChannelAgainstFio("block.channel.null", false, 1.0);
    }

    /** A raw file on a file system in memory: the daemon's own threads have the largest part in it. */
    public static ChannelAgainstFio file() {
        return new ChannelAgainstFio("block.channel.file", true, 0.7);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<BenchResult> run() throws Exception {
        Path base =
                Files.isWritable(MEMORY_DIRECTORY) ? MEMORY_DIRECTORY : Path.of(System.getProperty("java.io.tmpdir"));
        Path directory = Files.createTempDirectory(base, "ipdk-bench");
        ExecutorService client = Executors.newSingleThreadExecutor(task -> new Thread(task, THREAD));
        try {
            // The thread must be there to be pinned.
            client.submit(() -> true).get();
            ThreadPin.pin(THREAD, CLIENT_CPU);
            return client.submit(() -> measure(directory)).get();
        } finally {
            client.shutdown();
            Files.deleteIfExists(directory.resolve("disk.img"));
            Files.deleteIfExists(directory.resolve("nbd.sock"));
            Files.deleteIfExists(directory);
        }
    }

    private List<BenchResult> measure(Path directory) throws IOException, InterruptedException {
        Path image = directory.resolve("disk.img");
        Path nbd = directory.resolve("nbd.sock");
        if (file) {
            fill(image);
        }
        StorageDaemonOptions options = (file
                        ? StorageDaemonOptions.rawFile(image)
                        : StorageDaemonOptions.nothing(DISK_BYTES))
                .onCpu(DAEMON_CPU)
                .withNbd(nbd);
        try (StorageDaemon daemon = StorageDaemon.start(directory.resolve("qsd.sock"), options);
                BlockChannel channel = BlockChannel.connect(
                        daemon.socket(), ChannelOptions.defaults().withDepth(DEPTH))) {
            ChannelLoad load = new ChannelLoad(channel, DEPTH);
            load.readsPerSecond(TimeUnit.SECONDS.toNanos(ROUND_SECONDS));
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                ours.add(load.readsPerSecond(TimeUnit.SECONDS.toNanos(ROUND_SECONDS)));
                if (Peer.FIO.isPresent()) {
                    theirs.add(fio(nbd));
                }
            }
            return List.of(
                    BenchResult.beside(
                            name + ".read4k.depth" + DEPTH,
                            median(ours) / 1_000,
                            "kIOPS",
                            "fio over NBD, same qemu-storage-daemon",
                            theirs.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(theirs) / 1_000),
                            floor,
                            GOAL),
                    BenchResult.alone(name + ".allocated", load.bytesPerRead(), "B/read"),
                    BenchResult.alone(name + ".wakeups", load.wakeUpsPerRead(), "per read"));
        }
    }

    private static void fill(Path image) throws IOException {
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 0x5a);
        try (var out = Files.newOutputStream(image)) {
            for (long done = 0; done < DISK_BYTES; done += block.length) {
                out.write(block);
            }
        }
    }

    private static double fio(Path nbd) throws IOException, InterruptedException {
        Process fio = new ProcessBuilder(
                        "taskset",
                        "-c",
                        String.valueOf(CLIENT_CPU),
                        Peer.FIO.path().toString(),
                        "--name=read",
                        "--ioengine=nbd",
                        "--uri=nbd+unix:///disk?socket=" + nbd,
                        "--rw=randread",
                        "--bs=4k",
                        "--iodepth=" + DEPTH,
                        "--thread",
                        "--time_based",
                        "--runtime=" + ROUND_SECONDS,
                        "--output-format=json")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String json = new String(fio.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (fio.waitFor() != 0) {
            throw new IOException("fio failed: " + json);
        }
        return new ObjectMapper()
                .readTree(json.substring(json.indexOf('{')))
                .at("/jobs/0/read/iops")
                .asDouble();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }
}
