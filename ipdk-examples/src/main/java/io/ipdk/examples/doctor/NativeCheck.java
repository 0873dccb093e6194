package io.ipdk.examples.doctor;

import io.ipdk.error.IpdkException;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.EventFd;
import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.FdList;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.nativeaccess.posix.Memfd;
import io.ipdk.nativeaccess.posix.Poller;
import io.ipdk.nativeaccess.posix.Protection;
import io.ipdk.nativeaccess.posix.UnixSocket;
import java.util.List;

/** The calls of the operating system that devices are served with, each tried once. */
final class NativeCheck {

    private static final long PAGE = 4096;
    private static final long SECOND = 1_000_000_000L;

    private NativeCheck() {}

    static List<Finding> look() {
        return List.of(
                attempt("shared memory", "memfd and mmap work", NativeCheck::shareMemory),
                attempt("events", "eventfd and epoll work", NativeCheck::wakeByEvent),
                attempt("descriptor passing", "SCM_RIGHTS over Unix sockets works", NativeCheck::passDescriptor));
    }

    private static Finding attempt(String subject, String found, Runnable trial) {
        String failure = failureOf(trial);
        return failure.isEmpty()
                ? Finding.ok(subject, found)
                : Finding.needed(
                        subject,
                        failure,
                        "Linux on x86-64 or arm64 is needed, and a directory for JNA's library that is not mounted"
                                + " noexec: start Java with -Djna.tmpdir=DIRECTORY");
    }

    private static String failureOf(Runnable trial) {
        try {
            trial.run();
            return "";
        } catch (IpdkException | LinkageError e) {
            return e.toString();
        }
    }

    private static void shareMemory() {
        try (Fd memory = Memfd.create("doctor", PAGE, false);
                MappedMemory one = MappedMemory.map(memory, 0, PAGE, Protection.READ_WRITE);
                MappedMemory other = MappedMemory.map(memory, 0, PAGE, Protection.READ_WRITE)) {
            RawMemory.putLong(one.address(), PAGE);
            expect(RawMemory.getLong(other.address()) == PAGE, "two mappings of one memfd differ");
        }
    }

    private static void wakeByEvent() {
        try (EventFd event = EventFd.create();
                Poller poller = Poller.create()) {
            poller.add(event.fd(), 1);
            event.signal();
            expect(poller.await(SECOND) == 1, "an event did not wake its poller");
        }
    }

    private static void passDescriptor() {
        UnixSocket.Pair pair = UnixSocket.pair();
        try (UnixSocket here = pair.first();
                UnixSocket there = pair.second();
                EventFd event = EventFd.create();
                FdList received = new FdList()) {
            here.send(new byte[1], 0, 1, event.fd());
            there.receive(new byte[1], 0, 1, received);
            expect(received.size() == 1, "a descriptor got lost on its way");
        }
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new IpdkException(otherwise, "", false, null);
        }
    }
}
