package io.ipdk.nativeaccess.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out about parts of the kernel that are not always there or not for every user. Immutable. */
final class KernelFeatures {
    private static final int CAP_NET_ADMIN = 12;

    private KernelFeatures() {}

    static Capability tun() {
        String name = "tun";
        int number = LibC.open(NativeText.of("/dev/net/tun"), Linux.O_RDWR | Linux.O_CLOEXEC, 0);
        if (number < 0) {
            return Capability.absent(
                    name, "/dev/net/tun: " + Errno.name(LibC.errno()), "load the kernel module with: modprobe tun");
        }
        LibC.close(number);
        return mayAdministerNetworks()
                ? Capability.present(name, "/dev/net/tun can be opened and interfaces created")
                : Capability.absent(
                        name,
                        "the process lacks the capability CAP_NET_ADMIN",
                        "run as root, or use a persistent interface of this user (ip tuntap add mode tap user …)");
    }

    private static boolean mayAdministerNetworks() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("CapEff:"))
                    .anyMatch(
                            line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1L << CAP_NET_ADMIN) != 0);
        } catch (IOException e) {
            return false;
        }
    }

    static Capability ioUring() {
        String name = "io_uring";
        // A ring of zero entries is refused as invalid, but only where rings are known and allowed.
        LibC.syscall(Linux.SYS_IO_URING_SETUP, 0, 0, 0, 0, 0, 0);
        int errno = LibC.errno();
        return switch (errno) {
            case Errno.EINVAL, Errno.EFAULT -> Capability.present(name, "the kernel takes it");
            case Errno.EPERM ->
                Capability.absent(
                        name,
                        "switched off for this process",
                        "look at sysctl kernel.io_uring_disabled, and at the seccomp profile in a container");
            default -> Capability.absent(name, Errno.name(errno), "use a kernel from 5.1 on");
        };
    }
}
