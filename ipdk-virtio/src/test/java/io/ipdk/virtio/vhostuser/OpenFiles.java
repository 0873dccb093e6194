package io.ipdk.virtio.vhostuser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Counts what this process holds open, to see leaks. */
final class OpenFiles {
    static {
        // The JDK opens a socket of its own the first time a channel is used.
        mappings("");
    }

    private OpenFiles() {}

    /** Open sockets, events and memory files; not what the JVM opens for its classes. */
    static List<String> list() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.map(OpenFiles::target)
                    .filter(target -> target.startsWith("socket:")
                            || target.startsWith("anon_inode:")
                            || target.startsWith("/memfd:"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    /** Number of mappings of files with this name in their path. */
    static long mappings(String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains(name)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
