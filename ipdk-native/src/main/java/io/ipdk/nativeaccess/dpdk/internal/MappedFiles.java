package io.ipdk.nativeaccess.dpdk.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files mapped into this process's memory, so that a pointer can be judged before it is followed. A snapshot.
 * Immutable.
 */
public final class MappedFiles {
    private record Part(long start, long end, boolean code, String file) {}

    private final List<Part> parts;

    private MappedFiles(List<Part> parts) {
        this.parts = parts;
    }

    /** Reads {@code /proc/self/maps}. */
    public static MappedFiles now() {
        try {
            return of(Files.readAllLines(Path.of("/proc/self/maps")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MappedFiles of(List<String> lines) {
        return new MappedFiles(lines.stream()
                .map(line -> line.split("\\s+", 6))
                .filter(fields -> fields.length == 6)
                .map(fields -> {
                    int dash = fields[0].indexOf('-');
                    return new Part(
                            Long.parseUnsignedLong(fields[0].substring(0, dash), 16),
                            Long.parseUnsignedLong(fields[0].substring(dash + 1), 16),
                            fields[1].indexOf('x') >= 0,
                            fields[5].substring(fields[5].lastIndexOf('/') + 1));
                })
                .toList());
    }

    /** The name, without directory, of the file whose code is at the address; empty if there is none. */
    public String codeAt(long address) {
        return at(address, true);
    }

    /** The name, without directory, of the file that is mapped at the address; empty if there is none. */
    public String fileAt(long address) {
        return at(address, false);
    }

    private String at(long address, boolean codeOnly) {
        return parts.stream()
                .filter(part -> address >= part.start && address < part.end && (part.code || !codeOnly))
                .map(Part::file)
                .findFirst()
                .orElse("");
    }
}
