package io.ipdk.nativeaccess.posix;

import java.nio.file.Path;

/** Tells a socket file left over from a process that is gone from one that is in use. Immutable. */
final class StaleSocket {
    private StaleSocket() {}

    /**
     * Removes the file if nobody listens on it any more.
     *
     * @throws PosixException EADDRINUSE if somebody does, EEXIST if it is no socket
     */
    static void remove(Path path) {
        if (!FileStatus.of(path).isSocket()) {
            throw new PosixException(
                    "bind", path.toString(), Errno.EEXIST, "the file there is not a socket; choose another path");
        }
        if (isListening(path)) {
            throw new PosixException(
                    "bind",
                    path.toString(),
                    Errno.EADDRINUSE,
                    "another process listens there; stop it or choose another path");
        }
        if (LibC.unlink(NativeText.of(path)) < 0 && LibC.errno() != Errno.ENOENT) {
            throw new PosixException("unlink", path.toString(), LibC.errno(), "a socket left over is in the way");
        }
    }

    private static boolean isListening(Path path) {
        byte[] address = UnixAddress.of(path);
        try (Fd probe = UnixSocket.open(SocketType.STREAM, "probe of " + path)) {
            LibC.fcntl(probe.value(), Linux.F_SETFL, Linux.O_NONBLOCK);
            // Only a refusal says that nobody is there; a full queue or another socket type says the opposite.
            return LibC.connect(probe.value(), address, address.length) == 0 || LibC.errno() != Errno.ECONNREFUSED;
        }
    }
}
