package io.ipdk.nativeaccess.dpdk;

import io.ipdk.unit.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the EAL is started. Immutable; {@link #builder()} makes one.
 *
 * <p>By default it takes huge pages, keeps no files behind ({@code --in-memory}), leaves PCI devices alone, opens no
 * telemetry socket and lets its thread run on every processor.
 */
public final class EalOptions {
    private static final Pattern VDEV = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}(,[^\\s,]+)*");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern PCI = Pattern.compile("([0-9a-fA-F]{4}:)?[0-9a-fA-F]{2}:[0-9a-fA-F]{2}\\.[0-7]");
    private static final long MIB = 1 << 20;

    private final boolean hugePages;
    private final boolean inMemory;
    private final boolean telemetry;
    private final boolean trackMbufs;
    private final @Nullable DataSize memory;
    private final @Nullable String filePrefix;
    private final List<String> vdevs;
    private final List<String> pciDevices;
    private final SortedSet<Integer> cpus;
    private final EalLogLevel logLevel;

    private EalOptions(Builder builder) {
        hugePages = builder.hugePages;
        inMemory = builder.inMemory;
        telemetry = builder.telemetry;
        trackMbufs = builder.trackMbufs;
        memory = builder.memory;
        filePrefix = builder.filePrefix;
        vdevs = List.copyOf(builder.vdevs);
        pciDevices = List.copyOf(builder.pciDevices);
        cpus = new TreeSet<>(builder.cpus);
        logLevel = builder.logLevel;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether memory comes from huge pages. */
    public boolean hugePages() {
        return hugePages;
    }

    /** How much memory is taken at the start; empty for what is needed as it goes. */
    public Optional<DataSize> memory() {
        return Optional.ofNullable(memory);
    }

    /** Whether DPDK's telemetry socket is opened. */
    public boolean telemetry() {
        return telemetry;
    }

    /** Whether a debug ledger catches mbufs that are given back twice. */
    public boolean trackMbufs() {
        return trackMbufs;
    }

    /** The devices without hardware that are made at the start. */
    public List<String> vdevs() {
        return vdevs;
    }

    /** The words of the command line, the program's name first. */
    List<String> arguments() {
        List<String> words = new ArrayList<>(List.of("ipdk", "--lcores", "0@(" + cpuList() + ")"));
        if (!hugePages) {
            words.add("--no-huge");
        }
        if (memory != null) {
            words.addAll(List.of("-m", String.valueOf(memory.bytes() / MIB)));
        }
        if (inMemory) {
            // DPDK refuses --in-memory together with --no-huge; what is left of it then is not to share a
            // configuration.
            words.add(hugePages ? "--in-memory" : "--no-shconf");
        }
        if (!telemetry) {
            words.add("--no-telemetry");
        }
        if (filePrefix != null) {
            words.addAll(List.of("--file-prefix", filePrefix));
        }
        if (pciDevices.isEmpty()) {
            words.add("--no-pci");
        }
        pciDevices.forEach(device -> words.addAll(List.of("-a", device)));
        vdevs.forEach(vdev -> words.add("--vdev=" + vdev));
        words.add("--log-level=" + logLevel.number());
        return words;
    }

    private String cpuList() {
        if (cpus.isEmpty()) {
            int last = Runtime.getRuntime().availableProcessors() - 1;
            return last == 0 ? "0" : "0-" + last;
        }
        return String.join(",", cpus.stream().map(String::valueOf).toList());
    }

    @Override
    public String toString() {
        return String.join(" ", arguments());
    }

    /** Collects the options; each call checks its own. Confined to one thread (the caller's). */
    public static final class Builder {
        private boolean hugePages = true;
        private boolean inMemory = true;
        private boolean telemetry;
        private boolean trackMbufs;
        private @Nullable DataSize memory;
        private @Nullable String filePrefix;
        private final List<String> vdevs = new ArrayList<>();
        private final List<String> pciDevices = new ArrayList<>();
        private final SortedSet<Integer> cpus = new TreeSet<>();
        private EalLogLevel logLevel = EalLogLevel.WARNING;

        private Builder() {}

        /**
         * Takes ordinary memory of a fixed size, all at once. Enough for software devices; hardware needs huge pages.
         *
         * @param size 16 MiB or more
         */
        public Builder noHuge(DataSize size) {
            hugePages = false;
            return memory(size);
        }

        /**
         * Takes so much memory at the start, and more as it goes.
         *
         * @param size 16 MiB or more, rounded down to whole MiB
         */
        public Builder memory(DataSize size) {
            if (size.bytes() < 16 * MIB) {
                throw new IllegalArgumentException(size + " of memory: the least is 16 MiB");
            }
            memory = size;
            return this;
        }

        /** Whether to keep no files behind; other processes cannot join then. On by default. */
        public Builder inMemory(boolean value) {
            inMemory = value;
            return this;
        }

        /** Whether to open DPDK's telemetry socket. Off by default. */
        public Builder telemetry(boolean value) {
            telemetry = value;
            return this;
        }

        /** Whether to track each mbuf, so that one given back twice is an error and not a crash. Slow; off by default. */
        public Builder trackMbufs(boolean value) {
            trackMbufs = value;
            return this;
        }

        /** A name that keeps the files of this process apart from other DPDK processes': letters, digits, {@code _.-}. */
        public Builder filePrefix(String prefix) {
            filePrefix = matching(prefix, PREFIX, "a file prefix is 1 to 64 letters, digits, '_', '.' and '-'");
            return this;
        }

        /** Makes a device without hardware at the start: {@code net_null0,size=64}. */
        public Builder vdev(String device) {
            String checked = matching(device, VDEV, "a device is written name,key=value,… without spaces");
            String name = nameOf(checked);
            if (vdevs.stream().anyMatch(other -> nameOf(other).equals(name))) {
                throw new IllegalArgumentException("the device name " + name + " is taken: each needs its own");
            }
            vdevs.add(checked);
            return this;
        }

        /** Takes a PCI device, {@code 0000:03:00.0}, bound to a driver for user space. None is taken by default. */
        public Builder pciDevice(String address) {
            pciDevices.add(matching(address, PCI, "a PCI address is written 0000:03:00.0"));
            return this;
        }

        /** Lets the EAL's own thread run on these processors alone; pollers are placed by whoever starts them. */
        public Builder cpus(Integer... numbers) {
            int count = Runtime.getRuntime().availableProcessors();
            for (int number : numbers) {
                if (number < 0 || number >= count) {
                    throw new IllegalArgumentException(
                            "processor " + number + " is not on this machine: it has 0 to " + (count - 1));
                }
                cpus.add(number);
            }
            return this;
        }

        /** How much DPDK prints to standard error. Warnings and worse by default. */
        public Builder logLevel(EalLogLevel level) {
            logLevel = Objects.requireNonNull(level, "level");
            return this;
        }

        public EalOptions build() {
            return new EalOptions(this);
        }

        private static String nameOf(String vdev) {
            int comma = vdev.indexOf(',');
            return comma < 0 ? vdev : vdev.substring(0, comma);
        }

        private static String matching(String text, Pattern pattern, String rule) {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException("\"" + text + "\" is not usable: " + rule);
            }
            return text;
        }
    }
}
