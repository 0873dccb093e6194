package io.ipdk.softipu.journal;

import io.ipdk.error.IpdkException;
import io.ipdk.error.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The directory that one software IPU keeps its journal and sockets in, held for as long as it is open.
 *
 * <p>Thread-safe.
 */
public final class StateDirectory implements AutoCloseable {

    private final Path path;
    private final boolean temporary;
    private final FileChannel lockFile;

    private StateDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
        this.lockFile = lock(path);
    }

    /**
     * Takes a directory, creating it if needed.
     *
     * @throws StorageException not writable, or another process has the IPU open
     */
    public static StateDirectory open(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new StorageException(
                    "state directory " + path + " cannot be created (" + e + ")",
                    "choose a directory this user can write to, as in soft:/var/lib/my-agent",
                    e);
        }
        return new StateDirectory(path, false);
    }

    /** Makes a directory that is deleted when it is closed. */
    public static StateDirectory temporary() {
        try {
            return new StateDirectory(Files.createTempDirectory("ipdk-"), true);
        } catch (IOException e) {
            throw new StorageException(
                    "no temporary directory can be made (" + e + ")", "name a state directory: soft:/state/dir", e);
        }
    }

    private static FileChannel lock(Path directory) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) != null) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            closeQuietly(channel, e);
            throw new StorageException(
                    "state directory " + directory + " cannot be used (" + e + ")",
                    "choose a directory this user can write to",
                    e);
        }
        throw new IpdkException(
                "state directory " + directory + " belongs to an IPU that is open already",
                "close the other one, or name another directory",
                true,
                null);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel, IOException cause) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            if (temporary && lockFile.isOpen()) {
                deleteTree();
            }
            lockFile.close();
        } catch (IOException e) {
            throw new StorageException("state directory " + path + " cannot be closed (" + e + ")", "", e);
        }
    }

    private void deleteTree() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
