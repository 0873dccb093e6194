package io.ipdk.testkit.qemu;

import io.ipdk.testkit.storage.StorageDaemon;
import io.ipdk.testkit.storage.StorageDaemonOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Disks served by a back end that is not ours. */
final class ServedImages {
    private static final int QUEUES = 4;

    private ServedImages() {}

    /** Serves a disk of zeroes of this size; the file of an earlier one of the same name is used again. */
    static StorageDaemon serve(Path directory, String name, int mebibytes) throws IOException {
        Path image = directory.resolve(name + ".img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) mebibytes << 20);
        }
        return StorageDaemon.start(
                directory.resolve(name + ".sock"),
                StorageDaemonOptions.rawFile(image).withQueues(QUEUES));
    }
}
