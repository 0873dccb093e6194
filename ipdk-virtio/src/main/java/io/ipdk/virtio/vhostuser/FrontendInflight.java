package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.virtio.vhostuser.message.InflightDescription;

/**
 * The memory in which a back end remembers what is in flight, kept by the front end for the next back end.
 *
 * <p>Confined to one thread (the front end's).
 */
public final class FrontendInflight implements AutoCloseable {
    private final InflightDescription description;
    private final Fd file;

    FrontendInflight(InflightDescription description, Fd file) {
        this.description = description;
        this.file = file;
    }

    InflightDescription description() {
        return description;
    }

    Fd file() {
        return file;
    }

    @Override
    public void close() {
        file.close();
    }
}
