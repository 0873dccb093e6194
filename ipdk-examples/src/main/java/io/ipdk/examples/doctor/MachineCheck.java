package io.ipdk.examples.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine: processors, memory, space for state, the virtual machine facility. */
final class MachineCheck {

    private static final int FEW_PROCESSORS = 2;
    private static final long LITTLE_MEMORY_KIB = 2L << 20;
    private static final long LITTLE_SPACE = 512L << 20;
    private static final Path KVM = Path.of("/dev/kvm");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    private MachineCheck() {}

    static List<Finding> look() throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(processors());
        findings.add(memory());
        findings.add(space());
        findings.add(kvm());
        return findings;
    }

    private static Finding processors() {
        int processors = Runtime.getRuntime().availableProcessors();
        String found = processors + " for this process";
        return processors >= FEW_PROCESSORS
                ? Finding.ok("processors", found)
                : Finding.optional("processors", found, "polled devices and guests want 2 or more; all will be slow");
    }

    private static Finding memory() throws IOException {
        Matcher available = AVAILABLE.matcher(Files.readString(Path.of("/proc/meminfo")));
        long kib = available.find() ? Long.parseLong(available.group(1)) : 0;
        String found = kib / 1024 + " MiB available";
        return kib >= LITTLE_MEMORY_KIB
                ? Finding.ok("memory", found)
                : Finding.optional("memory", found, "two guests want 2 GiB free");
    }

    private static Finding space() throws IOException {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        if (!Files.isWritable(directory)) {
            return Finding.needed(
                    "temporary files", directory + " is not writable", "start Java with -Djava.io.tmpdir=DIRECTORY");
        }
        long free = Files.getFileStore(directory).getUsableSpace();
        String found = String.format(Locale.ROOT, "%s, %,d MiB free", directory, free >> 20);
        return free >= LITTLE_SPACE
                ? Finding.ok("temporary files", found)
                : Finding.needed("temporary files", found, "make room for 512 MiB, or use -Djava.io.tmpdir=DIRECTORY");
    }

    private static Finding kvm() {
        String found = !Files.exists(KVM)
                ? "no /dev/kvm"
                : Files.isWritable(KVM) ? "usable by this user" : "there, not for this user";
        return Finding.ok("KVM", found + "; not used: guests here are emulated, so that they run everywhere");
    }
}
