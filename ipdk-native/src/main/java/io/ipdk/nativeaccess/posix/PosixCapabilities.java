package io.ipdk.nativeaccess.posix;

import io.ipdk.error.IpdkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What this machine offers for devices served from user space, found out by trying, with the cause of each answer.
 *
 * <p>It can be asked on every operating system. Immutable.
 */
public final class PosixCapabilities {
    private final List<Capability> all;

    private PosixCapabilities(List<Capability> all) {
        this.all = List.copyOf(all);
    }

    /** Tries everything now; takes some milliseconds and leaves nothing behind. */
    public static PosixCapabilities probe() {
        List<Capability> found = new ArrayList<>();
        found.add(LibC.binding());
        if (LibC.binding().available()) {
            found.add(attempt("shared memory", "memfd_create and seals work", "", PosixCapabilities::trySharedMemory));
            found.add(attempt("events", "eventfd and epoll work", "", PosixCapabilities::tryEvents));
            found.add(attempt(
                    "descriptor passing", "SCM_RIGHTS over Unix sockets works", "", PosixCapabilities::tryPassing));
            found.add(attempt(
                    "file locks",
                    "open file description locks work",
                    "use a kernel from 3.15 on",
                    PosixCapabilities::tryLocks));
            found.add(HugePages.capability());
            found.add(KernelFeatures.tun());
            found.add(KernelFeatures.ioUring());
        }
        return new PosixCapabilities(found);
    }

    private static Capability attempt(String name, String success, String advice, Runnable trial) {
        try {
            trial.run();
            return Capability.present(name, success);
        } catch (IpdkException e) {
            return Capability.absent(name, String.valueOf(e.getMessage()), advice);
        }
    }

    private static void trySharedMemory() {
        try (Fd fd = Memfd.create("ipdk-probe", 1, false)) {
            Memfd.seal(fd, Seal.SHRINK);
            MappedMemory.map(fd, 0, 1, Protection.READ_WRITE).close();
        }
    }

    private static void tryEvents() {
        try (Poller poller = Poller.create(1);
                EventFd event = EventFd.create()) {
            poller.add(event.fd(), 0);
            event.signal();
            poller.await(0);
        }
    }

    private static void tryPassing() {
        UnixSocket.Pair pair = UnixSocket.pair();
        try (UnixSocket near = pair.first();
                UnixSocket far = pair.second();
                FdList fds = new FdList()) {
            near.send(new byte[1], 0, 1, near.fd());
            far.receive(new byte[1], 0, 1, fds);
        }
    }

    private static void tryLocks() {
        try (Fd fd = Memfd.create("ipdk-probe", 1, false)) {
            FileLocks.lockExclusive(fd, "probe");
        }
    }

    /** All answers, the most basic ones first; the later ones are missing if those are negative. */
    public List<Capability> all() {
        return all;
    }

    /** The answer with a name; empty if an earlier one ruled it out. */
    public Optional<Capability> find(String name) {
        return all.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
