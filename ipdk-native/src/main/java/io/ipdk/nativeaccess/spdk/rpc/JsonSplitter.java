package io.ipdk.nativeaccess.spdk.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a stream of JSON objects and arrays, which nothing separates, into single values. It looks at brackets and quotes
 * only; whether a value is well-formed is for the parser to say.
 *
 * <p>Confined to one thread.
 */
final class JsonSplitter {
    private static final int FIRST_BYTES = 8 << 10;

    private final int maxBytes;
    private byte[] value = new byte[FIRST_BYTES];
    private int length;
    private int depth;
    private boolean inText;
    private boolean escaped;

    JsonSplitter(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes all bytes of the buffer and passes on the values that end among them.
     *
     * @throws IOException if a value is too long, or something stands between values
     */
    void take(ByteBuffer bytes, Consumer<byte[]> values) throws IOException {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (depth == 0 && isSpace(next)) {
                continue;
            }
            append(next);
            if (inText) {
                inText(next);
            } else if (outsideText(next)) {
                values.accept(Arrays.copyOf(value, length));
                length = 0;
            }
        }
    }

    private static boolean isSpace(byte next) {
        return next == ' ' || next == '\n' || next == '\r' || next == '\t' || next == 0;
    }

    private void inText(byte next) {
        if (escaped) {
            escaped = false;
        } else if (next == '\\') {
            escaped = true;
        } else if (next == '"') {
            inText = false;
        }
    }

    /** Whether a value ends here. */
    private boolean outsideText(byte next) throws IOException {
        switch (next) {
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            case '"' -> inText = true;
            default -> {}
        }
        if (depth < 0 || (depth == 0 && next != '}' && next != ']')) {
            throw new IOException("the peer does not speak JSON-RPC: byte 0x" + Integer.toHexString(next & 0xff)
                    + " between two messages");
        }
        return depth == 0;
    }

    private void append(byte next) throws IOException {
        if (length == maxBytes) {
            throw new IOException("an answer is longer than " + maxBytes + " bytes");
        }
        if (length == value.length) {
            value = Arrays.copyOf(value, Math.min(maxBytes, 2 * length));
        }
        value[length++] = next;
    }

    /** Bytes of a value whose end has not come yet. */
    int unfinishedBytes() {
        return length;
    }
}
