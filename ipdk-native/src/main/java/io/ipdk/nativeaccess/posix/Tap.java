package io.ipdk.nativeaccess.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * A TAP interface: Ethernet frames that the Linux network stack sends come out here, and frames written here reach it.
 * It exists until it is closed.
 *
 * <p>Thread-safe. {@link #read} and {@link #write} neither block nor allocate unless they fail.
 */
public final class Tap implements AutoCloseable {
    private static final String DEVICE = "/dev/net/tun";
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETVNETHDRSZ = 0x400454d8L;
    private static final long SIOCSIFFLAGS = 0x8914;
    private static final int IFF_TAP = 0x2;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;
    private static final int IFF_UP = 0x1;

    private final Fd fd;
    private final String name;

    private Tap(Fd fd, String name) {
        this.fd = fd;
        this.name = name;
    }

    /**
     * Creates a TAP interface, or attaches to a persistent one that this user owns.
     *
     * @param name up to 15 bytes; with {@code %d} in it the kernel puts in a free number
     * @param headerBytes the size of the virtio_net_hdr in front of each frame, both ways: 0 (none), 10 or 12
     * @throws PosixException EPERM without the capability CAP_NET_ADMIN, EBUSY if the interface is in use
     */
    public static Tap open(String name, int headerBytes) {
        if (headerBytes != 0 && headerBytes != 10 && headerBytes != 12) {
            throw new IllegalArgumentException("a header of " + headerBytes + " bytes: it can have 0, 10 or 12");
        }
        InterfaceRequest request = new InterfaceRequest(name);
        request.setFlags(IFF_TAP | IFF_NO_PI | (headerBytes == 0 ? 0 : IFF_VNET_HDR));
        Fd fd = openDevice();
        try {
            control(fd.value(), "TUNSETIFF", TUNSETIFF, request.bytes(), name);
            if (headerBytes != 0) {
                byte[] size = ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putInt(headerBytes)
                        .array();
                control(fd.value(), "TUNSETVNETHDRSZ", TUNSETVNETHDRSZ, size, name);
            }
            return new Tap(fd, request.name());
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private static Fd openDevice() {
        LibC.requireBound();
        int number = LibC.open(NativeText.of(Path.of(DEVICE)), Linux.O_RDWR | Linux.O_NONBLOCK | Linux.O_CLOEXEC, 0);
        if (number < 0) {
            throw new PosixException("open", DEVICE, LibC.errno(), "load the kernel module with: modprobe tun");
        }
        return Fd.adopt(number, DEVICE);
    }

    private static void control(int fd, String call, long request, byte[] argument, String subject) {
        if (LibC.ioctl(fd, request, argument) < 0) {
            int errno = LibC.errno();
            throw new PosixException(
                    "ioctl " + call,
                    subject,
                    errno,
                    errno == Errno.EPERM ? "run as root or with the capability CAP_NET_ADMIN" : "");
        }
    }

    /** The name the interface got. */
    public String name() {
        return name;
    }

    /** The descriptor, to be polled; it stays with this object. */
    public Fd fd() {
        return fd;
    }

    /** Brings the interface up; until then nothing is read and writes fail. */
    public void bringUp() {
        // Any socket will do: it only leads to the network namespace.
        try (Fd socket = UnixSocket.open(SocketType.STREAM, "control of " + name)) {
            InterfaceRequest request = new InterfaceRequest(name);
            control(socket.value(), "SIOCGIFFLAGS", Linux.SIOCGIFFLAGS, request.bytes(), name);
            request.setFlags(request.flags() | IFF_UP);
            control(socket.value(), "SIOCSIFFLAGS", SIOCSIFFLAGS, request.bytes(), name);
        }
    }

    /**
     * Reads the next frame, with its header if the interface has one; what does not fit is cut off.
     *
     * @return how many bytes were read; 0 if no frame is waiting
     */
    public int read(long address, int bytes) {
        int number = fd.enter();
        try {
            return (int) requireDone("read", LibC.read(number, address, bytes));
        } finally {
            fd.leave();
        }
    }

    /**
     * Hands one frame to the network stack, behind its header if the interface has one.
     *
     * @return false if there is no room for it now
     * @throws PosixException EIO if the interface is down
     */
    public boolean write(long address, int bytes) {
        int number = fd.enter();
        try {
            return requireDone("write", LibC.write(number, address, bytes)) > 0;
        } finally {
            fd.leave();
        }
    }

    private long requireDone(String call, long count) {
        if (count >= 0) {
            return count;
        }
        int errno = LibC.errno();
        if (errno == Errno.EAGAIN || errno == Errno.EINTR || errno == Errno.ENOBUFS) {
            return 0;
        }
        throw new PosixException(call, name, errno, errno == Errno.EIO ? "bring the interface up first" : "");
    }

    @Override
    public void close() {
        fd.close();
    }

    @Override
    public String toString() {
        return "Tap " + name + " on " + fd;
    }
}
