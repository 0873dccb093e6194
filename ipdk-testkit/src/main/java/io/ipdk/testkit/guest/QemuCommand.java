package io.ipdk.testkit.guest;

import io.ipdk.testkit.guest.GuestSpec.Hotplug;
import io.ipdk.testkit.guest.GuestSpec.Start;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** QEMU's command line for a guest: nothing in the machine but what the spec asks for. */
final class QemuCommand {

    private QemuCommand() {}

    /** The sockets and files of a guest, all in its own directory. */
    record Files(Path directory) {

        Path monitor() {
            return directory.resolve("qmp.sock");
        }

        Path control() {
            return directory.resolve("control.sock");
        }

        Path agent() {
            return directory.resolve("agent.sock");
        }

        Path console() {
            return directory.resolve("console.log");
        }

        Path qemuOutput() {
            return directory.resolve("qemu.log");
        }
    }

    static List<String> of(Path qemu, GuestSpec spec, @Nullable GuestImage image, Files files) {
        List<String> line = new ArrayList<>(List.of(
                qemu.toString(),
                "-nodefaults",
                "-no-user-config",
                "-display",
                "none",
                "-accel",
                "tcg",
                "-cpu",
                "max",
                "-machine",
                "q35,memory-backend=mem",
                "-smp",
                Integer.toString(spec.cpus()),
                "-m",
                Integer.toString(spec.memoryMebibytes()),
                "-object",
                memory(spec)));
        add(line, "-chardev", "file,id=console,path=" + escape(files.console()) + ",append=on");
        add(line, "-serial", "chardev:console");
        add(line, "-chardev", "socket,id=agent,server=on,wait=off,path=" + escape(files.agent()));
        add(line, "-serial", "chardev:agent");
        add(line, "-qmp", "unix:" + escape(files.monitor()) + ",server=on,wait=off");
        add(line, "-qmp", "unix:" + escape(files.control()) + ",server=on,wait=off");
        if (spec.hotplug() == Hotplug.NATIVE) {
            add(line, "-global", "ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off");
        }
        for (int slot = 0; slot < spec.slots(); slot++) {
            add(line, "-device", "pcie-root-port,id=slot" + slot + ",chassis=" + (slot + 1) + ",bus=pcie.0");
        }
        if (image != null) {
            add(line, "-kernel", image.kernel().toString());
            add(line, "-initrd", image.initrd().toString());
            add(line, "-append", image.commandLine());
        }
        if (spec.start() == Start.PAUSED || spec.start() == Start.PAUSED_WITHOUT_KERNEL) {
            line.add("-S");
        }
        line.addAll(spec.qemuOptions());
        return line;
    }

    private static String memory(GuestSpec spec) {
        String size = ",id=mem,size=" + spec.memoryMebibytes() + "M";
        return spec.sharedMemory() ? "memory-backend-memfd,share=on" + size : "memory-backend-ram" + size;
    }

    /** A comma in a value is doubled in QEMU's options. */
    private static String escape(Path path) {
        return path.toString().replace(",", ",,");
    }

    private static void add(List<String> line, String option, String value) {
        line.add(option);
        line.add(value);
    }
}
