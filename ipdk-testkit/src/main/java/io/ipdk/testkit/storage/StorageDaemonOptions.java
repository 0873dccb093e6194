package io.ipdk.testkit.storage;

import java.nio.file.Path;
import java.util.List;

/**
 * What a storage daemon serves, and how. Immutable.
 *
 * @param blockDevice its {@code --blockdev} option
 * @param writable whether the disk can be written
 * @param queues number of request queues
 * @param cpu the processor to keep it on, −1 for any
 */
public record StorageDaemonOptions(String blockDevice, boolean writable, int queues, int cpu) {
    private static final int ANY_CPU = -1;

    public StorageDaemonOptions {
        if (queues < 1) {
            throw new IllegalArgumentException("queues " + queues + " must be positive");
        }
    }

    /** A raw image file, writable, through one queue. */
    public static StorageDaemonOptions rawFile(Path image) {
        // A comma in a QEMU option is written twice.
        String name = image.toString().replace(",", ",,");
        return new StorageDaemonOptions("driver=file,node-name=disk,filename=" + name, true, 1, ANY_CPU);
    }

    /** A disk without blocks: reads leave the buffer as it is, writes go nowhere. It measures the way there and back. */
    public static StorageDaemonOptions nothing(long bytes) {
        return new StorageDaemonOptions(
                "driver=null-co,node-name=disk,read-zeroes=off,size=" + bytes, true, 1, ANY_CPU);
    }

    /** The same disk for reading only. */
    public StorageDaemonOptions readOnly() {
        return new StorageDaemonOptions(blockDevice, false, queues, cpu);
    }

    /** The same disk with another number of queues. */
    public StorageDaemonOptions withQueues(int count) {
        return new StorageDaemonOptions(blockDevice, writable, count, cpu);
    }

    /** The same disk, served on one processor, if taskset is installed. */
    public StorageDaemonOptions onCpu(int number) {
        return new StorageDaemonOptions(blockDevice, writable, queues, number);
    }

    List<String> arguments(Path socket, Path pidFile) {
        return List.of(
                "--blockdev",
                blockDevice,
                "--export",
                "type=vhost-user-blk,id=export,node-name=disk,addr.type=unix,addr.path=" + socket + ",writable="
                        + (writable ? "on" : "off") + ",num-queues=" + queues,
                "--pidfile",
                pidFile.toString());
    }
}
