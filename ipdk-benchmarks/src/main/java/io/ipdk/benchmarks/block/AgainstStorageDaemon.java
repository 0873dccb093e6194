package io.ipdk.benchmarks.block;

import io.ipdk.benchmarks.BenchResult;
import io.ipdk.benchmarks.SideBySide;
import io.ipdk.benchmarks.ThreadPin;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.storage.StorageDaemon;
import io.ipdk.testkit.storage.StorageDaemonOptions;
import io.ipdk.virtio.block.driver.BlockDriverOptions;
import io.ipdk.virtio.block.driver.VirtioBlockDriver;
import io.ipdk.virtio.block.store.BlockStore;
import io.ipdk.virtio.block.store.FileStore;
import io.ipdk.virtio.block.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Our disk and qemu-storage-daemon's in turn under the same driver, ours: 4 KiB reads anywhere on 256 MiB that were written
 * before, at several depths; each number is the median of the rounds. Driver and back end have a processor each. Confined to
 * one thread.
 */
public final class AgainstStorageDaemon implements SideBySide {
    private static final int DRIVER_CPU = 0;
    private static final int BACK_END_CPU = 1;
    private static final long DISK_BYTES = 256L << 20;
    private static final List<Integer> DEPTHS = List.of(1, 32, 128);
    private static final int MAX_DEPTH = 128;
    private static final int ROUNDS = 5;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String THREAD = "bench-driver";
    private static final String OUR_IMAGE = "ours.img";
    private static final String PEER_IMAGE = "peer.img";
    private static final double GOAL = 1.0;

    /** A directory in memory, so that both sides read files at the speed of the page cache. */
    private static final Path MEMORY_DIRECTORY = Path.of("/dev/shm");

    private final String name;
    private final String peer;
    private final boolean ourFile;
    private final boolean peerFile;
    private final double floor;

    private AgainstStorageDaemon(String name, String peer, boolean ourFile, boolean peerFile, double floor) {
        this.name = name;
        this.peer = peer;
        this.ourFile = ourFile;
        this.peerFile = peerFile;
        this.floor = floor;
    }

    /** RAM disk against RAM disk: our memory, and the daemon's raw file on a file system in memory. */
    public static AgainstStorageDaemon memory() {
        return new AgainstStorageDaemon("block.memory", "qemu-storage-daemon, raw on tmpfs", false, true, 1.0);
    }

    /** Our memory against nothing at all: the daemon answers without touching the data. */
    public static AgainstStorageDaemon nothing() {
        return new AgainstStorageDaemon("block.null", "qemu-storage-daemon, null-co", false, false, 0.5);
    }

    /** File against file, both on a file system in memory. */
    public static AgainstStorageDaemon file() {
        return new AgainstStorageDaemon("block.file", "qemu-storage-daemon, raw on tmpfs", true, true, 0.5);
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
        ExecutorService driver = Executors.newSingleThreadExecutor(task -> new Thread(task, THREAD));
        try {
            // The thread must be there to be pinned.
            onDriverThread(driver, () -> true);
            ThreadPin.pin(THREAD, DRIVER_CPU);
            return onDriverThread(driver, () -> measure(directory));
        } finally {
            driver.shutdown();
            for (String file : List.of(OUR_IMAGE, PEER_IMAGE)) {
                Files.deleteIfExists(directory.resolve(file));
            }
            Files.deleteIfExists(directory);
        }
    }

    private static <T> T onDriverThread(ExecutorService driver, Callable<T> work) throws Exception {
        return driver.submit(work).get();
    }

    private List<BenchResult> measure(Path directory) throws IOException, InterruptedException {
        Path socket = directory.resolve("ours.sock");
        try (OurDisk disk = new OurDisk(socket, ourStore(directory), BACK_END_CPU);
                VirtioBlockDriver ours = connect(disk.socket())) {
            if (!Peer.QEMU_STORAGE_DAEMON.isPresent()) {
                return measure(new DiskLoad(ours), null);
            }
            StorageDaemonOptions options = peerOptions(directory).onCpu(BACK_END_CPU);
            try (StorageDaemon daemon = StorageDaemon.start(directory.resolve("peer.sock"), options);
                    VirtioBlockDriver theirs = connect(daemon.socket())) {
                return measure(new DiskLoad(ours), new DiskLoad(theirs));
            }
        }
    }

    private BlockStore ourStore(Path directory) {
        return ourFile
                ? FileStore.openOrCreate(directory.resolve(OUR_IMAGE), DISK_BYTES, DiskLoad.BLOCK_BYTES)
                : new MemoryStore(DISK_BYTES);
    }

    private StorageDaemonOptions peerOptions(Path directory) {
        if (!peerFile) {
            return StorageDaemonOptions.nothing(DISK_BYTES);
        }
        Path image = directory.resolve(PEER_IMAGE);
        FileStore.openOrCreate(image, DISK_BYTES, DiskLoad.BLOCK_BYTES).close();
        return StorageDaemonOptions.rawFile(image);
    }

    private static VirtioBlockDriver connect(Path socket) {
        return VirtioBlockDriver.connect(
                socket, BlockDriverOptions.defaults().withDepth(MAX_DEPTH).withBufferBytes(DiskLoad.BLOCK_BYTES));
    }

    private List<BenchResult> measure(DiskLoad ours, @Nullable DiskLoad theirs) {
        ours.fill();
        ours.readsPerSecond(MAX_DEPTH, WARM_UP_NANOS);
        if (theirs != null) {
            theirs.fill();
            theirs.readsPerSecond(MAX_DEPTH, WARM_UP_NANOS);
        }
        List<BenchResult> results = new ArrayList<>();
        for (int depth : DEPTHS) {
            results.add(measure(depth, ours, theirs));
        }
        return results;
    }

    private BenchResult measure(int depth, DiskLoad ours, @Nullable DiskLoad theirs) {
        List<Double> mine = new ArrayList<>();
        List<Double> peers = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            mine.add(ours.readsPerSecond(depth, ROUND_NANOS));
            if (theirs != null) {
                peers.add(theirs.readsPerSecond(depth, ROUND_NANOS));
            }
        }
        return BenchResult.beside(
                name + ".depth" + depth,
                median(mine) / 1_000,
                "kIOPS",
                peer,
                peers.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(peers) / 1_000),
                floor,
                GOAL);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }
}
