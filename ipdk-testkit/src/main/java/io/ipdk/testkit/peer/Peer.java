package io.ipdk.testkit.peer;

import java.nio.file.Path;
import java.util.List;

/**
 * A real program, image or machine facility that a test or an example may need. Each is found by looking at files
 * only: no process is started. Immutable.
 */
public enum Peer {
    /** The QEMU system emulator for x86-64. */
    QEMU("QEMU", MachineLook.program("qemu-system-x86_64"), "qemu-system-x86", "qemu-system-common", "seabios"),

    /** QEMU's disk image tool. */
    QEMU_IMG("qemu-img", MachineLook.program("qemu-img"), "qemu-utils"),

    /** QEMU's storage daemon: another vhost-user-blk back end. */
    QEMU_STORAGE_DAEMON("qemu-storage-daemon", MachineLook.program("qemu-storage-daemon"), "qemu-system-common"),

    /** DPDK's testpmd: a vhost-user front end (virtio-user) and back end (net_vhost) for network devices. */
    TESTPMD("DPDK testpmd", MachineLook.program("dpdk-testpmd"), "dpdk", "dpdk-dev"),

    /** DPDK's libraries and drivers, of a release that ipdk-native knows, to be used in the JVM. */
    DPDK("DPDK's libraries", MachineLook.library("librte_net_null.so.", 23, 26), "dpdk", "dpdk-dev"),

    /** A Linux kernel small enough to boot in an emulated guest; its modules are under {@code /lib/modules}. */
    CLOUD_KERNEL(
            "a cloud kernel", MachineLook.newest(Path.of("/boot"), "vmlinuz-*-cloud-amd64"), "linux-image-cloud-amd64"),

    /** A statically linked busybox, the user space of test guests. */
    BUSYBOX("static busybox", MachineLook.staticProgram("busybox"), "busybox-static"),

    /** The flexible I/O tester. */
    FIO("fio", MachineLook.program("fio"), "fio"),

    /** GRUB's BIOS images and the tool that joins them, to make bootable disks. */
    GRUB("GRUB for BIOS", MachineLook.file("/usr/lib/grub/i386-pc/boot.img"), "grub-pc-bin", "grub-common"),

    /** A maker of ISO images. */
    XORRISO("xorriso", MachineLook.program("xorriso"), "xorriso"),

    /** At least 256 MiB of huge pages and a hugetlbfs mount that this user may write to. */
    HUGE_PAGES(
            "mounted huge pages", MachineLook.hugePages(), "echo 512 | sudo tee /proc/sys/vm/nr_hugepages", List.of()),

    /** The rights of root: network namespaces, TAP devices, other users' processes. */
    ROOT("root", MachineLook.root(), "sudo dev/test", List.of());

    private final String title;
    private final MachineLook look;
    private final String installCommand;
    private final List<String> packages;

    Peer(String title, MachineLook look, String... packages) {
        this(
                title,
                look,
                "sudo apt-get install -y --no-install-recommends " + String.join(" ", packages),
                List.of(packages));
    }

    Peer(String title, MachineLook look, String installCommand, List<String> packages) {
        this.title = title;
        this.look = look;
        this.installCommand = installCommand;
        this.packages = packages;
    }

    /** A name for people. */
    public String title() {
        return title;
    }

    /** The command that makes this peer available on Debian. */
    public String installCommand() {
        return installCommand;
    }

    /** The Debian packages that bring this peer; empty where no package does. */
    public List<String> packages() {
        return packages;
    }

    /** Looks for this peer, each time anew. */
    public Presence presence() {
        return look.look();
    }

    /** Whether this peer is usable here and now. */
    public boolean isPresent() {
        return presence() instanceof Presence.Found;
    }

    /**
     * Where this peer is.
     *
     * @throws IllegalStateException if it is missing; the message names the command that installs it
     */
    public Path path() {
        Presence presence = presence();
        if (presence instanceof Presence.Found found) {
            return found.where();
        }
        throw new IllegalStateException(missingMessage(((Presence.Missing) presence).why()));
    }

    String missingMessage(String why) {
        return "needs " + title + ": " + why + "; install with: " + installCommand;
    }
}
