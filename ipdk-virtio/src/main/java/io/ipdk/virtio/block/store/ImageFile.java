package io.ipdk.virtio.block.store;

import io.ipdk.error.StorageException;
import io.ipdk.nativeaccess.posix.FileMode;
import io.ipdk.nativeaccess.posix.PosixException;
import io.ipdk.nativeaccess.posix.PosixFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An image file that was opened, locked and found to be what was asked for; every way in which that can fail has an error
 * of its own.
 *
 * <p>Immutable.
 */
record ImageFile(PosixFile file, long size) {

    static ImageFile open(Path path, int blockSize) {
        return checked(openFile(path, FileMode.READ_WRITE), false, blockSize);
    }

    static ImageFile openReadOnly(Path path, int blockSize) {
        return checked(openFile(path, FileMode.READ_ONLY), true, blockSize);
    }

    static ImageFile openOrCreate(Path path, long bytes, int blockSize) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return existing(openFile(path, FileMode.READ_WRITE), bytes, blockSize);
        }
        PosixFile file = create(path);
        try {
            return existing(file, bytes, blockSize);
        } catch (RuntimeException e) {
            deleteEmpty(path);
            throw e;
        }
    }

    /** An image that has its size, or gets it now: an empty one is what a crash during creation leaves behind. */
    private static ImageFile existing(PosixFile file, long bytes, int blockSize) {
        try {
            lock(file, false);
            if (file.size() == 0 && !file.isBlockDevice()) {
                file.truncate(bytes);
                file.fdatasync();
                syncDirectory(file.path());
            }
            if (file.size() != bytes) {
                throw new StorageException(
                        file.path() + " has " + file.size() + " bytes, " + bytes + " were asked for",
                        "ask for the size it has and grow the disk afterwards, or name another file");
            }
            return new ImageFile(file, checkedSize(file, blockSize));
        } catch (PosixException e) {
            file.close();
            throw new StorageException(
                    file.path() + " cannot be given its size of " + bytes + " bytes: " + e.getMessage(), "", e);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static ImageFile checked(PosixFile file, boolean readOnly, int blockSize) {
        try {
            lock(file, readOnly);
            return new ImageFile(file, checkedSize(file, blockSize));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static long checkedSize(PosixFile file, int blockSize) {
        long size = file.size();
        if (size == 0 || size % blockSize != 0) {
            throw new StorageException(
                    file.path() + " has " + size
                            + " bytes, which is not a positive multiple of the logical block size, " + blockSize
                            + " bytes",
                    "pad the image, or choose a block size that divides it");
        }
        return size;
    }

    private static void lock(PosixFile file, boolean readOnly) {
        try {
            if (readOnly) {
                file.lockShared();
            } else {
                file.lockExclusive();
            }
        } catch (PosixException e) {
            throw new StorageException(
                    file.path() + " is in use: " + e.getMessage(),
                    "a disk that is written needs an image of its own; images that are only read can be shared",
                    e);
        }
    }

    private static PosixFile openFile(Path path, FileMode mode) {
        try {
            return PosixFile.open(path, mode);
        } catch (PosixException e) {
            if (e.errnoName().equals("ENOENT")) {
                throw new StorageException(
                        "image " + path + " does not exist",
                        "create it, correct the path, or ask for a sparse file, which is created on demand",
                        e);
            }
            throw new StorageException("image " + path + " cannot be opened: " + e.getMessage(), "", e);
        }
    }

    private static PosixFile create(Path path) {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new StorageException(
                    "image " + path + " cannot be created: there is no directory " + directory,
                    "create the directory or correct the path");
        }
        try {
            return PosixFile.open(path, FileMode.CREATE_NEW);
        } catch (PosixException e) {
            throw new StorageException(
                    "image " + path + " cannot be created in " + directory + ": " + e.getMessage(),
                    "let this process write to the directory, or name another one",
                    e);
        }
    }

    /** A file that was created is there after a crash only if its directory entry is durable too. */
    private static void syncDirectory(Path path) {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new StorageException("directory " + directory + " cannot be made durable: " + e.getMessage(), "", e);
        }
    }

    private static void deleteEmpty(Path path) {
        try {
            if (Files.size(path) == 0) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // It stays, is empty, and is taken for what it is the next time.
        }
    }
}
