package io.ipdk.testkit.peer;

import io.ipdk.testkit.peer.Presence.Found;
import io.ipdk.testkit.peer.Presence.Missing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One way to look at this machine for a peer, by reading files alone. Thread-safe. */
@FunctionalInterface
interface MachineLook {

    /** The least huge-page memory that a guest and a traffic generator need together, in KiB. */
    long LEAST_HUGE_KIB = 256 * 1024;

    /** Where distributions, and those who build for themselves, put libraries. */
    List<String> LIBRARY_PATH = List.of(
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/usr/lib64",
            "/usr/lib",
            "/usr/local/lib/x86_64-linux-gnu",
            "/usr/local/lib/aarch64-linux-gnu",
            "/usr/local/lib64",
            "/usr/local/lib");

    Presence look();

    /** An executable on PATH, or where Debian keeps those of the administrator. */
    static MachineLook program(String name) {
        return () -> {
            for (Path directory : searchPath()) {
                Path candidate = directory.resolve(name);
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return new Found(candidate);
                }
            }
            return new Missing("no executable " + name + " on PATH");
        };
    }

    /** An executable without a program interpreter, so that it runs alone in a guest. */
    static MachineLook staticProgram(String name) {
        return () -> {
            Presence presence = program(name).look();
            return presence instanceof Found found && !ElfFile.isStaticallyLinked(found.where())
                    ? new Missing(found.where() + " is not statically linked")
                    : presence;
        };
    }

    /** A shared library whose name ends in one of these numbers, where distributions put libraries. */
    static MachineLook library(String stem, int oldest, int newest) {
        return () -> {
            for (int number = newest; number >= oldest; number--) {
                for (String directory : LIBRARY_PATH) {
                    Path candidate = Path.of(directory, stem + number);
                    if (Files.isReadable(candidate)) {
                        return new Found(candidate);
                    }
                }
            }
            return new Missing("no " + stem + oldest + " to " + newest + " in " + String.join(", ", LIBRARY_PATH));
        };
    }

    static MachineLook file(String path) {
        return () -> Files.isReadable(Path.of(path)) ? new Found(Path.of(path)) : new Missing("no " + path);
    }

    /** The newest readable file that matches, versions compared number by number. */
    static MachineLook newest(Path directory, String glob) {
        return () -> {
            Path best = null;
            boolean unreadable = false;
            if (Files.isDirectory(directory)) {
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
                    for (Path entry : entries) {
                        if (!Files.isReadable(entry)) {
                            unreadable = true;
                        } else if (best == null || VersionOrder.compare(entry.toString(), best.toString()) > 0) {
                            best = entry;
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            if (best != null) {
                return new Found(best);
            }
            return new Missing((unreadable ? "this user may not read " : "no ") + directory.resolve(glob));
        };
    }

    static MachineLook hugePages() {
        return () -> hugePages(read(Path.of("/proc/meminfo")), read(Path.of("/proc/mounts")));
    }

    static Presence hugePages(String meminfo, String mounts) {
        long kib = number(meminfo, "HugePages_Total:") * number(meminfo, "Hugepagesize:");
        if (kib < LEAST_HUGE_KIB) {
            return new Missing("%d MiB of huge pages reserved, %d needed".formatted(kib / 1024, LEAST_HUGE_KIB / 1024));
        }
        String why = "no hugetlbfs is mounted";
        for (String line : mounts.lines().toList()) {
            List<String> fields = List.of(line.split(" ", -1));
            if (fields.size() > 2 && fields.get(2).equals("hugetlbfs")) {
                Path mount = Path.of(fields.get(1));
                if (Files.isWritable(mount)) {
                    return new Found(mount);
                }
                why = "this user may not write to " + mount;
            }
        }
        return new Missing(why);
    }

    static MachineLook root() {
        return () -> {
            Path status = Path.of("/proc/self/status");
            boolean root = Pattern.compile("^Uid:\\s+\\d+\\s+0\\s", Pattern.MULTILINE)
                    .matcher(read(status))
                    .find();
            return root ? new Found(status) : new Missing("this process does not run as root");
        };
    }

    private static Set<Path> searchPath() {
        Set<Path> directories = new LinkedHashSet<>();
        String path = System.getenv("PATH");
        if (path != null) {
            for (String directory : path.split(":", -1)) {
                directories.add(Path.of(directory));
            }
        }
        directories.addAll(List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/bin")));
        return directories;
    }

    private static long number(String text, String key) {
        Matcher matcher =
                Pattern.compile("^" + key + "\\s+(\\d+)", Pattern.MULTILINE).matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static String read(Path path) {
        try {
            return Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
