package io.ipdk.testkit.peer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The little of an ELF file that tells whether a program runs without shared libraries: the 64-bit little-endian
 * header and the types of its segments (System V ABI, "Program Header").
 */
final class ElfFile {
    private static final int MAGIC = 0x464c457f;
    private static final int PROGRAM_HEADERS_OFFSET = 32;
    private static final int PROGRAM_HEADER_SIZE_OFFSET = 54;
    private static final int PROGRAM_HEADER_COUNT_OFFSET = 56;
    private static final int INTERPRETER_SEGMENT = 3;

    private ElfFile() {}

    static boolean isStaticallyLinked(Path program) {
        try (RandomAccessFile file = new RandomAccessFile(program.toFile(), "r")) {
            FileChannel channel = file.getChannel();
            ByteBuffer header = read(channel, 0, 64);
            if (header.getInt(0) != MAGIC) {
                return false;
            }
            long table = header.getLong(PROGRAM_HEADERS_OFFSET);
            int size = Short.toUnsignedInt(header.getShort(PROGRAM_HEADER_SIZE_OFFSET));
            int count = Short.toUnsignedInt(header.getShort(PROGRAM_HEADER_COUNT_OFFSET));
            for (int i = 0; i < count; i++) {
                if (read(channel, table + (long) i * size, 4).getInt(0) == INTERPRETER_SEGMENT) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + program, e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                break;
            }
        }
        return buffer;
    }
}
