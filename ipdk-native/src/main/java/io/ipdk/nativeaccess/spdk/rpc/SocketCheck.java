package io.ipdk.nativeaccess.spdk.rpc;

import io.ipdk.error.HostException;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.error.UnsupportedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at SPDK's socket before it is trusted: whoever owns it gets all keys and decides what disks hold. Immutable. */
final class SocketCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SocketCheck.class);
    private static final int MAX_PATH_BYTES = 107;
    private static final int OTHERS_MAY_WRITE = 2;
    private static final int TYPE_MASK = 0xf000;
    private static final int TYPE_SOCKET = 0xc000;

    private SocketCheck() {}

    static void requireFits(Path socket) {
        int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_PATH_BYTES) {
            throw new InvalidSpecException(
                    "socket", socket, "a path of at most " + MAX_PATH_BYTES + " bytes, this one has " + bytes);
        }
    }

    /**
     * @throws HostException if nothing is there
     * @throws UnsupportedException if it is no socket, or belongs to a user who is neither we nor root
     */
    static void check(Path socket, boolean anyOwner) {
        int owner;
        int mode;
        int self;
        try {
            owner = (Integer) Files.getAttribute(socket, "unix:uid");
            mode = (Integer) Files.getAttribute(socket, "unix:mode");
            self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (NoSuchFileException e) {
            throw absent(socket, "there is no such file", e);
        } catch (IOException e) {
            throw absent(socket, String.valueOf(e.getMessage()), e);
        }
        judge(socket, owner, mode, anyOwner ? owner : self);
    }

    static HostException absent(Path socket, String why, Exception cause) {
        return new HostException(
                "spdk_tgt cannot be reached at " + socket + ": " + why,
                "start it with spdk_tgt -r " + socket,
                true,
                cause);
    }

    static void judge(Path socket, int owner, int mode, int self) {
        if ((mode & TYPE_MASK) != TYPE_SOCKET) {
            throw new UnsupportedException(socket + " is no socket", "give the path that spdk_tgt -r has");
        }
        if (owner != self && owner != 0) {
            throw new UnsupportedException(
                    "the socket " + socket + " belongs to user " + owner + ", not to root or to user " + self
                            + " who asks",
                    "whoever owns it could see keys and data: put it into a directory that only you may write to, or"
                            + " allow any owner");
        }
        if ((mode & OTHERS_MAY_WRITE) != 0) {
            LOG.warn("every user of this machine may command SPDK and read its keys through {}; chmod 600 it", socket);
        }
    }
}
