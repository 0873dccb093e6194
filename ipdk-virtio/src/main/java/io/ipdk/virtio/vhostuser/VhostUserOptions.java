package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.UnixServerSocket;
import java.time.Duration;

/**
 * How a device is served. Immutable.
 *
 * @param messageTimeout how long a message may take from its first byte to its last; a front end that is slower is
 *     disconnected
 * @param maxMemoryBytes how much memory a front end may have mapped at a time, in bytes of address space
 * @param reconnectInterval how long to wait between two attempts to connect, where it is the front end that listens
 * @param socketMode permission bits of the socket, where it is the back end that listens
 */
public record VhostUserOptions(
        Duration messageTimeout, long maxMemoryBytes, Duration reconnectInterval, int socketMode) {
    private static final VhostUserOptions DEFAULTS = new VhostUserOptions(
            Duration.ofSeconds(2), 1L << 40, Duration.ofMillis(500), UnixServerSocket.DEFAULT_MODE);

    public VhostUserOptions {
        requirePositive("messageTimeout", messageTimeout);
        requirePositive("reconnectInterval", reconnectInterval);
        if (maxMemoryBytes <= 0) {
            throw new IllegalArgumentException("maxMemoryBytes " + maxMemoryBytes + " must be positive");
        }
        if ((socketMode & ~0777) != 0) {
            throw new IllegalArgumentException(
                    "socketMode 0" + Integer.toOctalString(socketMode) + ": the range is 0 to 0777");
        }
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " " + value + " must be positive");
        }
    }

    /** Two seconds a message, 1 TiB of memory, half a second between attempts, mode 0660. */
    public static VhostUserOptions defaults() {
        return DEFAULTS;
    }

    /** The same options with another time for messages. */
    public VhostUserOptions withMessageTimeout(Duration value) {
        return new VhostUserOptions(value, maxMemoryBytes, reconnectInterval, socketMode);
    }

    /** The same options with another limit of memory. */
    public VhostUserOptions withMaxMemoryBytes(long value) {
        return new VhostUserOptions(messageTimeout, value, reconnectInterval, socketMode);
    }

    /** The same options with another time between attempts to connect. */
    public VhostUserOptions withReconnectInterval(Duration value) {
        return new VhostUserOptions(messageTimeout, maxMemoryBytes, value, socketMode);
    }

    /** The same options with other permission bits of the socket. */
    public VhostUserOptions withSocketMode(int value) {
        return new VhostUserOptions(messageTimeout, maxMemoryBytes, reconnectInterval, value);
    }
}
