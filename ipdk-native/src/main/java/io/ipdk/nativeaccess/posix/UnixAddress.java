package io.ipdk.nativeaccess.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The path of a Unix socket as {@code struct sockaddr_un}. Immutable. */
final class UnixAddress {
    /** The longest path in bytes: the structure holds 108 with the zero at the end. */
    static final int MAX_PATH_BYTES = 107;

    private UnixAddress() {}

    /**
     * @throws PosixException ENAMETOOLONG if the path does not fit
     */
    static byte[] of(Path path) {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > MAX_PATH_BYTES) {
            throw new PosixException(
                    "socket path",
                    path.toString(),
                    Errno.ENAMETOOLONG,
                    "the path has " + name.length + " bytes and the range is 1 to " + MAX_PATH_BYTES
                            + "; use a directory with a shorter path");
        }
        ByteBuffer address = ByteBuffer.allocate(Short.BYTES + name.length + 1).order(ByteOrder.nativeOrder());
        return address.putShort((short) Linux.AF_UNIX).put(name).array();
    }
}
