package io.ipdk.examples;

import io.ipdk.Ipu;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.examples.console.DiskTables;
import io.ipdk.examples.console.Screen;
import io.ipdk.examples.console.Waiting;
import io.ipdk.examples.console.Workplace;
import io.ipdk.testkit.guest.BootDisk;
import io.ipdk.testkit.guest.Guest;
import io.ipdk.testkit.guest.GuestImage;
import io.ipdk.testkit.guest.GuestSpec;
import io.ipdk.testkit.guest.GuestSpec.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;

/** The firmware of a guest boots an operating system from a disk that this program serves; QEMU is given no kernel. */
@Command(
        name = "BootFromDisk",
        mixinStandardHelpOptions = true,
        description = "Boots a guest from a disk served by the JVM, by the guest's own firmware.")
final class BootFromDisk implements Callable<Integer> {

    /** Lines of the console that show what was booted, and from where. */
    private static final Pattern PROOF = Pattern.compile(".*(Linux version|Command line:|Run /init|\\[vda\\]).*");

    private final Screen screen;
    private final Waiting waiting;

    BootFromDisk(Screen screen) {
        this.screen = screen;
        this.waiting = new Waiting(screen);
    }

    public static void main(String[] arguments) {
        Program.run(new BootFromDisk(Screen.standard()), arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Workplace workplace = new Workplace();
                Guest guest = Guest.start(GuestSpec.of(g -> g.start(Start.PAUSED_WITHOUT_KERNEL)));
                Ipu ipu = Ipu.open("soft:?bus=qemu&qmp=" + guest.qmpSocket())) {
            Path image = workplace.resolve("system.img");
            screen.progress("writing a bootable image of this machine's kernel and busybox");
            BootDisk.write(GuestImage.build(workplace.path()), image);

            VirtualDisk disk = ipu.disks()
                    .plug(
                            "system",
                            d -> d.backend(DiskBackend.rawFile(image))
                                    .sizeOfFile()
                                    .bootOrder(1));
            guest.resume();
            waiting.during("the firmware boots from the disk", () -> {
                guest.awaitReady();
                return guest;
            });
            show(guest, disk);
            boolean read = disk.stats().bytesRead() >= Files.size(image) / 2;
            if (!read) {
                screen.bad("the guest did not read its system from the disk");
            }
            return read ? 0 : 1;
        }
    }

    private void show(Guest guest, VirtualDisk disk) throws IOException {
        screen.heading("The guest's console");
        guest.bootLog().lines().filter(line -> PROOF.matcher(line).matches()).forEach(screen::text);
        screen.heading("The guest's own words");
        screen.text(guest.check("uname -a; cat /proc/cmdline; cat /proc/partitions"));
        screen.heading("QEMU's command line");
        screen.text(Files.readString(Path.of("/proc", Long.toString(guest.pid()), "cmdline"))
                .replace('\0', ' ')
                .replace(" -", "\n-"));
        screen.table("The disk it booted from", DiskTables.observed(List.of(disk)));
        screen.table("What it has served", DiskTables.statistics(List.of(disk)));
    }
}
