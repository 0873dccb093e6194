package io.ipdk.softipu.disk;

import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.error.StorageException;
import io.ipdk.unit.DataSize;
import io.ipdk.virtio.block.store.BlockStore;
import io.ipdk.virtio.block.store.FileStore;
import io.ipdk.virtio.block.store.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens the store that a disk's spec asks for. */
final class DiskStores {

    private DiskStores() {}

    /**
     * @throws StorageException it cannot be opened or has another size
     */
    static BlockStore open(VirtualDiskSpec spec) {
        DiskBackend backend = spec.backend();
        if (backend instanceof DiskBackend.RawFile raw) {
            return spec.readOnly()
                    ? sized(FileStore.openReadOnly(raw.path(), spec.logicalBlockSize()), spec)
                    : sized(FileStore.open(raw.path(), spec.logicalBlockSize()), spec);
        }
        if (backend instanceof DiskBackend.SparseFile sparse) {
            return Files.exists(sparse.path())
                    ? sized(FileStore.open(sparse.path(), spec.logicalBlockSize()), spec)
                    : FileStore.openOrCreate(sparse.path(), spec.size().bytes(), spec.logicalBlockSize());
        }
        return new MemoryStore(spec.size().bytes());
    }

    private static FileStore sized(FileStore store, VirtualDiskSpec spec) {
        long wanted = spec.size().bytes();
        try {
            if (wanted > store.size() && !spec.readOnly()) {
                store.grow(wanted);
            } else if (wanted != 0 && wanted != store.size()) {
                throw new StorageException(
                        store.path() + " holds " + DataSize.bytes(store.size()) + ", asked for " + spec.size(),
                        "ask for its own size with sizeOfFile()");
            }
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** What can be seen to be wrong without opening anything. */
    static List<String> problems(VirtualDiskSpec spec) {
        if (spec.backend() instanceof DiskBackend.RawFile raw) {
            return problemsOfExisting(raw.path(), spec.readOnly());
        }
        if (spec.backend() instanceof DiskBackend.SparseFile sparse) {
            Path path = sparse.path().toAbsolutePath();
            Path directory = path.getParent();
            if (Files.exists(path)) {
                return problemsOfExisting(path, false);
            }
            return directory != null && Files.isWritable(directory)
                    ? List.of()
                    : List.of("directory " + directory + " is not there or not writable");
        }
        return List.of();
    }

    private static List<String> problemsOfExisting(Path path, boolean readOnly) {
        if (!Files.exists(path)) {
            return List.of("image " + path + " is missing");
        }
        return Files.isReadable(path) && (readOnly || Files.isWritable(path))
                ? List.of()
                : List.of("image " + path + " cannot be opened for " + (readOnly ? "reading" : "writing"));
    }
}
