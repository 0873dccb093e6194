package io.ipdk.nativeaccess.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel tells about reserved huge pages of the default size. Immutable. */
final class HugePages {
    private static final Path MEMORY_INFO = Path.of("/proc/meminfo");

    private HugePages() {}

    static Capability capability() {
        long total;
        long free;
        long kibibytes;
        try {
            List<String> lines = Files.readAllLines(MEMORY_INFO);
            total = number(lines, "HugePages_Total:");
            free = number(lines, "HugePages_Free:");
            kibibytes = number(lines, "Hugepagesize:");
        } catch (IOException | NumberFormatException e) {
            return Capability.absent("huge pages", MEMORY_INFO + ": " + e, "");
        }
        String cause = free + " of " + total + " pages of " + kibibytes + " KiB are free";
        return free > 0
                ? Capability.present("huge pages", cause)
                : Capability.absent(
                        "huge pages", cause, "reserve some, as root: sysctl vm.nr_hugepages=" + (total + 256));
    }

    private static long number(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }
}
