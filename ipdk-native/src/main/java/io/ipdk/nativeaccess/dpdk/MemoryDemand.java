package io.ipdk.nativeaccess.dpdk;

import io.ipdk.error.UnsupportedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the memory that options ask for is there, found out before DPDK tries and cannot be started again. */
final class MemoryDemand {
    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path ALL_SIZES = Path.of("/sys/kernel/mm/hugepages");

    private MemoryDemand() {}

    static void require(EalOptions options) {
        try {
            if (options.hugePages()) {
                requireHugePages(Files.readString(MEMINFO), Files.exists(ALL_SIZES));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void requireHugePages(String meminfo, boolean supported) {
        Matcher free =
                Pattern.compile("^HugePages_Free:\\s+(\\d+)", Pattern.MULTILINE).matcher(meminfo);
        if (!supported || !free.find() || Long.parseLong(free.group(1)) == 0) {
            throw new UnsupportedException(
                    "DPDK was asked for huge pages and none is free",
                    "reserve some (echo 512 > /proc/sys/vm/nr_hugepages, as root), or use noHuge for software devices");
        }
    }
}
