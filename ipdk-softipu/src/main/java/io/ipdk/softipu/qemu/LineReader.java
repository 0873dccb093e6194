package io.ipdk.softipu.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts what a channel brings into lines of bytes without their line ends. A line beyond the limit is an error, so that a
 * peer cannot make the buffer grow without bound.
 *
 * <p>Confined to one thread (the one that reads).
 */
final class LineReader {

    private static final int CHUNK = 16 * 1024;

    private final int maxLine;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    private byte[] line = new byte[1024];
    private int length;

    LineReader(int maxLine) {
        this.maxLine = maxLine;
    }

    /**
     * Reads what is there and hands over each complete line.
     *
     * @return false at the end of the stream
     * @throws IOException where reading fails or a line is longer than allowed
     */
    boolean read(ReadableByteChannel channel, Consumer<byte[]> lines) throws IOException {
        while (true) {
            chunk.clear();
            int count = channel.read(chunk);
            if (count <= 0) {
                return count == 0;
            }
            cut(count, lines);
        }
    }

    private void cut(int count, Consumer<byte[]> lines) throws IOException {
        byte[] bytes = chunk.array();
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                append(bytes, start, i - start);
                start = i + 1;
                byte[] whole = Arrays.copyOf(line, length > 0 && line[length - 1] == '\r' ? length - 1 : length);
                length = 0;
                lines.accept(whole);
            }
        }
        append(bytes, start, count - start);
    }

    private void append(byte[] bytes, int from, int count) throws IOException {
        if (length + count > maxLine) {
            throw new IOException("a line is longer than " + maxLine + " bytes");
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(length + count, Math.min(maxLine, line.length * 2)));
        }
        System.arraycopy(bytes, from, line, length, count);
        length += count;
    }
}
