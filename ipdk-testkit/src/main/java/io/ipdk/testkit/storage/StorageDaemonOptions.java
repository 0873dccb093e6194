package io.ipdk.testkit.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a storage daemon serves, and how. Immutable.
 *
 * @param blockDevice its {@code --blockdev} option
 * @param writable whether the disk can be written
 * @param queues number of request queues
 * @param cpu the processor to keep it on, −1 for any
 * @param nbdSocket where the same disk is also served over NBD, for reading; null for nowhere
 */
public record StorageDaemonOptions(
        String blockDevice,
        boolean writable,
        int queues,
        int cpu,
        @Nullable Path nbdSocket) {
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
        return new StorageDaemonOptions("driver=file,node-name=disk,filename=" + name, true, 1, ANY_CPU, null);
    }

    /** A disk without blocks: reads leave the buffer as it is, writes go nowhere. It measures the way there and back. */
    public static StorageDaemonOptions nothing(long bytes) {
        return new StorageDaemonOptions(
                "driver=null-co,node-name=disk,read-zeroes=off,size=" + bytes, true, 1, ANY_CPU, null);
    }

    /** The same disk for reading only. */
    public StorageDaemonOptions readOnly() {
        return new StorageDaemonOptions(blockDevice, false, queues, cpu, nbdSocket);
    }

    /** The same disk with another number of queues. */
    public StorageDaemonOptions withQueues(int count) {
        return new StorageDaemonOptions(blockDevice, writable, count, cpu, nbdSocket);
    }

    /** The same disk, served on one processor, if taskset is installed. */
    public StorageDaemonOptions onCpu(int number) {
        return new StorageDaemonOptions(blockDevice, writable, queues, number, nbdSocket);
    }

    /** The same disk, served over NBD as well, for reading, as export {@code disk}. */
    public StorageDaemonOptions withNbd(Path socket) {
        return new StorageDaemonOptions(blockDevice, writable, queues, cpu, socket);
    }

    List<String> arguments(Path socket, Path pidFile) {
        List<String> arguments = new ArrayList<>(List.of(
                "--blockdev",
                blockDevice,
                "--export",
                "type=vhost-user-blk,id=export,node-name=disk,addr.type=unix,addr.path=" + socket + ",writable="
                        + (writable ? "on" : "off") + ",num-queues=" + queues));
        if (nbdSocket != null) {
            arguments.addAll(List.of(
                    "--nbd-server",
                    "addr.type=unix,addr.path=" + nbdSocket,
                    "--export",
                    "type=nbd,id=nbd,node-name=disk,name=disk,writable=off"));
        }
        arguments.addAll(List.of("--pidfile", pidFile.toString()));
        return arguments;
    }
}
