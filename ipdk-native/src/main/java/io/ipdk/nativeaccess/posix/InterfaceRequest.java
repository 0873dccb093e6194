package io.ipdk.nativeaccess.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * {@code struct ifreq}: an interface name of up to 15 bytes and, here, flags or an index.
 *
 * <p>Confined to one thread.
 */
final class InterfaceRequest {
    static final int MAX_NAME_BYTES = 15;

    private static final int STRUCT_BYTES = 40;
    private static final int FLAGS = 16;

    private final byte[] bytes = new byte[STRUCT_BYTES];
    private final ByteBuffer struct = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());

    InterfaceRequest(String name) {
        byte[] text = NativeText.of(name);
        if (text.length - 1 > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("interface name \"" + name + "\" has " + (text.length - 1)
                    + " bytes; the limit is " + MAX_NAME_BYTES);
        }
        struct.put(0, text);
    }

    /** The structure itself, for the call to read and write. */
    byte[] bytes() {
        return bytes;
    }

    int flags() {
        return struct.getShort(FLAGS);
    }

    void setFlags(int flags) {
        struct.putShort(FLAGS, (short) flags);
    }

    int index() {
        return struct.getInt(FLAGS);
    }

    String name() {
        int end = 0;
        while (bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
