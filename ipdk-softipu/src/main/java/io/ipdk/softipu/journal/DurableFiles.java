package io.ipdk.softipu.journal;

import io.ipdk.error.IpdkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Changes to small files that are whole and durable when the call returns, or did not happen. */
final class DurableFiles {

    /** Extension of a file that is not in place yet; whatever has it at start is left over from a crash. */
    static final String UNFINISHED = ".tmp";

    private DurableFiles() {}

    static void write(Path file, byte[] content) {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory(file);
        } catch (IOException e) {
            deleteUnfinished(unfinished, e);
            throw failed("write", file, e);
        }
    }

    static void rename(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory(to);
        } catch (IOException e) {
            throw failed("rename", from, e);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            forceDirectory(file);
        } catch (IOException e) {
            throw failed("delete", file, e);
        }
    }

    private static void forceDirectory(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteUnfinished(Path unfinished, IOException cause) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static IpdkException failed(String step, Path file, IOException e) {
        return new IpdkException(
                "the journal cannot " + step + " " + file + " (" + e + "), and nothing was changed",
                "make room or give the directory back, then ask again",
                true,
                e);
    }
}
