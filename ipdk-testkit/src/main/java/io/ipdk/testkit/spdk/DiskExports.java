package io.ipdk.testkit.spdk;

import io.ipdk.testkit.storage.StorageDaemon;
import io.ipdk.testkit.storage.StorageDaemonOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The disks behind the controllers' sockets: a storage daemon each. Confined to the double's lock. */
final class DiskExports {
    private static final Path UNIX_SOCKETS = Path.of("/proc/net/unix");
    private static final int STATE = 5;
    private static final int PATH = 7;
    private static final String CONNECTED = "03";

    private final boolean enabled;
    private final Map<Path, StorageDaemon> daemons = new HashMap<>();

    DiskExports(boolean enabled) {
        this.enabled = enabled;
    }

    void start(Path socket, Bdev bdev, boolean readOnly) {
        Path image = bdev.image;
        if (enabled && image != null) {
            StorageDaemonOptions options = StorageDaemonOptions.rawFile(image);
            daemons.put(socket, StorageDaemon.start(socket, readOnly ? options.readOnly() : options));
        }
    }

    void stop(Path socket) {
        StorageDaemon daemon = daemons.remove(socket);
        if (daemon != null) {
            daemon.close();
        }
    }

    /** How many front ends are connected: an accepted connection has the path of the socket that accepted it. */
    static int sessions(Path socket) {
        try {
            return (int) Files.readAllLines(UNIX_SOCKETS).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > PATH
                            && fields[STATE].equals(CONNECTED)
                            && fields[PATH].equals(socket.toString()))
                    .count();
        } catch (IOException e) {
            return 0;
        }
    }

    void stopAll() {
        daemons.values().forEach(StorageDaemon::close);
        daemons.clear();
    }
}
