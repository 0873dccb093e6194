package io.ipdk.testkit.spdk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that blocks of the double lie in. Confined to the double's lock. */
final class Images {
    private final Path directory;

    Images(Path directory) {
        this.directory = directory;
    }

    /** A file of zeros. */
    Path fresh(String name, long bytes) throws RpcFault {
        Path file = directory.resolve(name + ".img");
        resize(file, bytes);
        return file;
    }

    void resize(Path file, long bytes) throws RpcFault {
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength(bytes);
        } catch (IOException e) {
            throw new RpcFault(-28, "No space left on device");
        }
    }

    Path copy(Path file, String name) throws RpcFault {
        try {
            return Files.copy(file, directory.resolve(name + ".img"));
        } catch (IOException e) {
            throw new RpcFault(-28, "No space left on device");
        }
    }

    void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It lies in a directory that is deleted as a whole later.
        }
    }
}
