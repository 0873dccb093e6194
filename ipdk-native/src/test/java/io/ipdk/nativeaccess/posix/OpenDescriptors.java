package io.ipdk.nativeaccess.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Counts the descriptors this process has open, to prove that none is lost. */
final class OpenDescriptors {
    private OpenDescriptors() {}

    /** How many descriptors refer to a file whose link text contains the mark. */
    static long count(String mark) throws IOException {
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            return links.filter(link -> refersTo(link, mark)).count();
        }
    }

    private static boolean refersTo(Path link, String mark) {
        try {
            return Files.readSymbolicLink(link).toString().contains(mark);
        } catch (IOException e) {
            // Closed since it was listed.
            return false;
        }
    }
}
