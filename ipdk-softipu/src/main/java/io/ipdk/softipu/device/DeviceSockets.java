package io.ipdk.softipu.device;

import io.ipdk.device.DeviceKind;
import io.ipdk.error.InvalidSpecException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where the vhost-user sockets of an IPU are: {@code <state directory>/port-web0.sock}.
 *
 * <p>Immutable.
 *
 * @param directory the state directory
 */
public record DeviceSockets(Path directory) {

    /** Longest path of a Unix socket, bytes; unix(7), sun_path without its final zero. */
    private static final int MAX_PATH_BYTES = 107;

    public Path path(DeviceKind kind, String name) {
        return directory.resolve(DeviceName.busId(kind, name) + ".sock").toAbsolutePath();
    }

    /**
     * Checks that the socket of a device can have the path it would get.
     *
     * @throws InvalidSpecException the path of the device's socket would be too long
     */
    public void requireFits(DeviceKind kind, String name) {
        Path path = path(kind, name);
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PATH_BYTES) {
            throw new InvalidSpecException(
                    "socket path",
                    path + " (" + bytes + " bytes)",
                    "up to " + MAX_PATH_BYTES + " bytes",
                    "shorten the name, or open the IPU with a shorter state directory");
        }
    }
}
