package io.ipdk.nativeaccess.posix;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.ipdk.error.UnsupportedException;

/**
 * The functions of the C library that this package calls, bound as they are declared there.
 *
 * <p>A function answers a negative number on failure, after which {@link #errno()} on the same thread tells the cause.
 * {@code byte[]} parameters are copied in and out; they appear in calls outside of the hot path only. Variadic functions
 * are bound with the arguments they are used with, which is the same calling convention on x86-64 and arm64 Linux.
 * Thread-safe.
 */
final class LibC {
    private static final Capability BINDING = bind();

    private LibC() {}

    // A failing class initialiser would show up as an Error, and differently the second time: the cause is kept
    // instead.
    private static Capability bind() {
        String name = "C library";
        if (!Platform.SUPPORTED) {
            return Capability.absent(
                    name,
                    "native access needs Linux on x86-64 or arm64 and this is " + Platform.OS + " on " + Platform.ARCH,
                    "run on such a machine, in a container or in a virtual machine");
        }
        try {
            // The C library is part of the process already: no search path, no file name.
            Native.register(LibC.class, NativeLibrary.getProcess());
            return Capability.present(name, "JNA bound its functions");
        } catch (LinkageError e) {
            return Capability.absent(
                    name,
                    "JNA cannot bind the C library: " + e.getMessage(),
                    "JNA unpacks its library into java.io.tmpdir: let that be writable and not mounted noexec, or set"
                            + " jna.tmpdir");
        }
    }

    /** Whether the functions can be called, and why not. */
    static Capability binding() {
        return BINDING;
    }

    /** Whatever opens or maps something calls this first; the other functions can then be called. */
    static void requireBound() {
        if (!BINDING.available()) {
            throw new UnsupportedException(BINDING.cause(), BINDING.advice());
        }
    }

    /** The errno of the last call on this thread. */
    static int errno() {
        return Native.getLastError();
    }

    static String strerror(int errno) {
        long text = strerrorAddress(errno);
        return text == 0 ? "unknown error" : new Pointer(text).getString(0);
    }

    private static long strerrorAddress(int errno) {
        return Pointer.nativeValue(
                NativeLibrary.getProcess().getFunction("strerror").invokePointer(new Object[] {errno}));
    }

    // Descriptors

    static native int close(int fd);

    static native int fcntl(int fd, int command, int argument);

    static native int fcntl(int fd, int command, byte[] argument);

    static native int ioctl(int fd, long request, byte[] argument);

    static native long read(int fd, long address, long bytes);

    static native long write(int fd, long address, long bytes);

    // Memory

    static native int memfd_create(byte[] name, int flags);

    static native long mmap(long address, long bytes, int protection, int flags, int fd, long offset);

    static native int munmap(long address, long bytes);

    static native int madvise(long address, long bytes, int advice);

    /** Bound for its price, not for its result: the cheapest way out of the JVM and back. */
    static native int abs(int number);

    // Files

    static native int open(byte[] path, int flags, int mode);

    static native int unlink(byte[] path);

    static native int chmod(byte[] path, int mode);

    static native int fchmod(int fd, int mode);

    static native int statx(int directory, byte[] path, int flags, int mask, byte[] result);

    static native int ftruncate(int fd, long bytes);

    static native int fallocate(int fd, int mode, long offset, long bytes);

    static native int fdatasync(int fd);

    static native long pread(int fd, long address, long bytes, long offset);

    static native long pwrite(int fd, long address, long bytes, long offset);

    static native long preadv(int fd, long vector, int count, long offset);

    static native long pwritev(int fd, long vector, int count, long offset);

    // Notification

    static native int eventfd(int initial, int flags);

    static native int eventfd_write(int fd, long value);

    static native int epoll_create1(int flags);

    static native int epoll_ctl(int epoll, int operation, int fd, long event);

    static native int epoll_wait(int epoll, long events, int count, int timeoutMillis);

    static native int ppoll(long descriptors, long count, long timeout, long signalMask);

    static native long syscall(long number, long a, long b, long c, long d, long e, long f);

    // Sockets

    static native int socket(int domain, int type, int protocol);

    static native int socketpair(int domain, int type, int protocol, int[] pair);

    static native int bind(int fd, byte[] address, int length);

    static native int connect(int fd, byte[] address, int length);

    static native int listen(int fd, int backlog);

    static native int accept4(int fd, long address, long length, int flags);

    static native int shutdown(int fd, int how);

    static native int setsockopt(int fd, int level, int option, byte[] value, int length);

    static native int getsockopt(int fd, int level, int option, byte[] value, byte[] length);

    static native long sendmsg(int fd, long message, int flags);

    static native long recvmsg(int fd, long message, int flags);
}
