package io.ipdk.nativeaccess.posix;

import io.ipdk.error.ClosedException;
import io.ipdk.nativeaccess.memory.RawMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A socket whose messages are Ethernet frames: on a Linux interface (AF_PACKET), or between two processes (Unix datagrams, as
 * QEMU's {@code -netdev dgram} has them).
 *
 * <p>On an interface it sees every frame that comes in, also those for others (promiscuous), and none that goes out. A VLAN tag
 * that the card or the kernel took off is put back. Nothing here waits: what cannot be sent now is lost, as on a wire.
 *
 * <p>{@link #receive} and {@link #isChecksumMissing} are confined to one thread at a time; the rest is thread-safe. Frames
 * allocate nothing.
 */
public final class FrameSocket implements AutoCloseable {
    /** The longest frame, in bytes: what a sender leaves to its card to cut up, too. */
    public static final int MOST_BYTES = 1 << 17;

    // struct msghdr, 64-bit
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;

    // struct cmsghdr, then struct tpacket_auxdata
    private static final int AUX_STATUS = 16;
    private static final int AUX_VLAN = 16 + 16;
    private static final int AUX_TPID = 16 + 18;
    private static final int AUX_BYTES = 16 + 20;
    private static final int STATUS_CHECKSUM_NOT_READY = 0x8;
    private static final int STATUS_VLAN_VALID = 0x10;
    private static final int STATUS_TPID_VALID = 0x40;

    // struct sockaddr_ll
    private static final int LINK_ADDRESS_BYTES = 20;
    private static final int PACKET_TYPE = 10;
    private static final int OUTGOING = 4;

    private static final int VECTOR_AT = 64;
    private static final int NAME_AT = 128;
    private static final int CONTROL_AT = 256;
    private static final int DATA_AT = 512;
    private static final int MESSAGE_BYTES = DATA_AT + MOST_BYTES;

    private static final int ADDRESSES = 12;
    private static final int TAG = 4;
    private static final int CONTROL_BYTES = 64;
    private static final int RECEIVE_BUFFER = 8 << 20;

    private final String name;
    private final boolean link;
    private final Fd fd;
    private final Path file;
    private final MappedMemory memory = MappedMemory.anonymous(2L * MESSAGE_BYTES);
    private final long incoming = memory.address();
    private final long outgoing = incoming + MESSAGE_BYTES;
    private final ReentrantLock sending = new ReentrantLock();
    private final UseCount uses = new UseCount();
    private boolean checksumMissing;

    private FrameSocket(String name, boolean link, Fd fd, Path file, byte[] destination) {
        this.name = name;
        this.link = link;
        this.fd = fd;
        this.file = file;
        layOut(incoming);
        layOut(outgoing);
        if (destination.length > 0) {
            RawMemory.copyFromArray(destination, 0, outgoing + NAME_AT, destination.length);
            RawMemory.putLong(outgoing, outgoing + NAME_AT);
            RawMemory.putInt(outgoing + NAME_LENGTH, destination.length);
        }
    }

    private static void layOut(long message) {
        RawMemory.putLong(message + VECTOR, message + VECTOR_AT);
        RawMemory.putLong(message + VECTOR_COUNT, 1);
        RawMemory.putLong(message + VECTOR_AT, message + DATA_AT);
    }

    /**
     * Attaches to an interface of this network namespace.
     *
     * @param interfaceName up to 15 bytes
     * @throws PosixException EPERM without the capability CAP_NET_RAW, ENODEV if there is no such interface
     */
    public static FrameSocket onInterface(String interfaceName) {
        InterfaceRequest request = new InterfaceRequest(interfaceName);
        // Without a protocol it hears nothing until it is bound to its one interface.
        Fd fd = open(Linux.AF_PACKET, Linux.SOCK_RAW, interfaceName, "run as root or with the capability CAP_NET_RAW");
        try {
            control(fd.value(), "SIOCGIFINDEX", Linux.SIOCGIFINDEX, request, interfaceName);
            int index = request.index();
            prefer(fd.value(), Linux.SOL_SOCKET, Linux.SO_RCVBUFFORCE, RECEIVE_BUFFER);
            // Kernels before 4.20 do not know it; their outgoing frames are told by their type.
            prefer(fd.value(), Linux.SOL_PACKET, Linux.PACKET_IGNORE_OUTGOING, 1);
            require(fd.value(), Linux.PACKET_AUXDATA, number(1), interfaceName);
            require(fd.value(), Linux.PACKET_ADD_MEMBERSHIP, promiscuous(index), interfaceName);
            byte[] address = linkAddress(index);
            if (LibC.bind(fd.value(), address, address.length) < 0) {
                throw new PosixException("bind", interfaceName, LibC.errno(), "bring the interface up");
            }
            return new FrameSocket(interfaceName, true, fd, Path.of(""), new byte[0]);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    /**
     * Exchanges frames with another process. The file of this end is removed again by {@link #close}; one left over from a
     * process that is gone is replaced. The other end may come and go.
     *
     * @throws PosixException as {@link UnixServerSocket#bind(Path)}
     */
    public static FrameSocket unix(Path own, Path peer) {
        byte[] address = UnixAddress.of(own);
        byte[] destination = UnixAddress.of(peer);
        Fd fd = open(Linux.AF_UNIX, Linux.SOCK_DGRAM, own.toString(), "");
        try {
            if (LibC.bind(fd.value(), address, address.length) < 0) {
                int errno = LibC.errno();
                if (errno != Errno.EADDRINUSE) {
                    throw new PosixException("bind", own.toString(), errno, "");
                }
                StaleSocket.remove(own);
                if (LibC.bind(fd.value(), address, address.length) < 0) {
                    throw new PosixException("bind", own.toString(), LibC.errno(), "");
                }
            }
            prefer(fd.value(), Linux.SOL_SOCKET, Linux.SO_SNDBUF, RECEIVE_BUFFER);
            return new FrameSocket(own + " to " + peer, false, fd, own, destination);
        } catch (RuntimeException e) {
            fd.close();
            throw e;
        }
    }

    private static Fd open(int domain, int type, String subject, String advice) {
        LibC.requireBound();
        int number = LibC.socket(domain, type | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK, 0);
        if (number < 0) {
            int errno = LibC.errno();
            throw new PosixException("socket", subject, errno, errno == Errno.EPERM ? advice : "");
        }
        return Fd.adopt(number, "frames of " + subject);
    }

    private static void control(int fd, String call, long code, InterfaceRequest request, String subject) {
        if (LibC.ioctl(fd, code, request.bytes()) < 0) {
            int errno = LibC.errno();
            throw new PosixException(
                    "ioctl " + call, subject, errno, errno == Errno.ENODEV ? "see the names with: ip link" : "");
        }
    }

    private static void prefer(int fd, int level, int option, int value) {
        byte[] number = number(value);
        LibC.setsockopt(fd, level, option, number, number.length);
    }

    private static void require(int fd, int option, byte[] value, String subject) {
        if (LibC.setsockopt(fd, Linux.SOL_PACKET, option, value, value.length) < 0) {
            throw new PosixException("setsockopt", subject, LibC.errno(), "");
        }
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    // struct packet_mreq: interface, kind 1 (promiscuous), no address
    private static byte[] promiscuous(int index) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putInt(index)
                .putShort((short) 1)
                .array();
    }

    // Every protocol, in network byte order.
    private static byte[] linkAddress(int index) {
        return ByteBuffer.allocate(LINK_ADDRESS_BYTES)
                .order(ByteOrder.nativeOrder())
                .putShort((short) Linux.AF_PACKET)
                .put((byte) 0)
                .put((byte) 3)
                .putInt(index)
                .array();
    }

    /** The descriptor, to be polled; it stays with this object. */
    public Fd fd() {
        return fd;
    }

    /**
     * Takes the next frame.
     *
     * @param into has {@link #MOST_BYTES} bytes at least
     * @return its length; 0 if none is waiting
     */
    public int receive(byte[] into) {
        Objects.checkFromIndexSize(0, MOST_BYTES, into.length);
        enter();
        try {
            for (; ; ) {
                int length = receiveOne();
                if (length <= 0) {
                    return 0;
                }
                boolean echo = link && RawMemory.getByte(incoming + NAME_AT + PACKET_TYPE) == OUTGOING;
                if (!echo && (RawMemory.getInt(incoming + FLAGS) & Linux.MSG_TRUNC) == 0) {
                    return copy(into, length);
                }
            }
        } finally {
            leave();
        }
    }

    private int receiveOne() {
        RawMemory.putLong(incoming, link ? incoming + NAME_AT : 0);
        RawMemory.putInt(incoming + NAME_LENGTH, link ? LINK_ADDRESS_BYTES : 0);
        RawMemory.putLong(incoming + VECTOR_AT + Long.BYTES, MOST_BYTES - TAG);
        RawMemory.putLong(incoming + CONTROL, incoming + CONTROL_AT);
        RawMemory.putLong(incoming + CONTROL_LENGTH, link ? CONTROL_BYTES : 0);
        int length = (int) LibC.recvmsg(fd.value(), incoming, 0);
        if (length < 0) {
            requireLoss("recvmsg");
        }
        return length;
    }

    private int copy(byte[] into, int length) {
        checksumMissing = false;
        boolean aux = link
                && RawMemory.getLong(incoming + CONTROL_LENGTH) >= AUX_BYTES
                && RawMemory.getInt(incoming + CONTROL_AT + 8) == Linux.SOL_PACKET
                && RawMemory.getInt(incoming + CONTROL_AT + 12) == Linux.PACKET_AUXDATA;
        int status = aux ? RawMemory.getInt(incoming + CONTROL_AT + AUX_STATUS) : 0;
        checksumMissing = (status & STATUS_CHECKSUM_NOT_READY) != 0;
        long data = incoming + DATA_AT;
        if ((status & STATUS_VLAN_VALID) == 0 || length < ADDRESSES) {
            RawMemory.copyToArray(data, into, 0, length);
            return length;
        }
        int protocol =
                (status & STATUS_TPID_VALID) == 0 ? 0x8100 : RawMemory.getShort(incoming + CONTROL_AT + AUX_TPID);
        int tag = RawMemory.getShort(incoming + CONTROL_AT + AUX_VLAN);
        RawMemory.copyToArray(data, into, 0, ADDRESSES);
        into[ADDRESSES] = (byte) (protocol >> 8);
        into[ADDRESSES + 1] = (byte) protocol;
        into[ADDRESSES + 2] = (byte) (tag >> 8);
        into[ADDRESSES + 3] = (byte) tag;
        RawMemory.copyToArray(data + ADDRESSES, into, ADDRESSES + TAG, length - ADDRESSES);
        return length + TAG;
    }

    /**
     * Whether the last frame came from a sender on this machine that left its TCP or UDP checksum to a card; the field then has
     * the sum of the pseudo-header alone.
     */
    public boolean isChecksumMissing() {
        return checksumMissing;
    }

    /**
     * Sends a frame now or never.
     *
     * @return false if it is lost: there is no room, the interface is down or has a smaller MTU, the other process is not there
     */
    public boolean send(byte[] frame, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, frame.length);
        if (length > MOST_BYTES) {
            return false;
        }
        enter();
        sending.lock();
        try {
            RawMemory.copyFromArray(frame, offset, outgoing + DATA_AT, length);
            RawMemory.putLong(outgoing + VECTOR_AT + Long.BYTES, length);
            if (LibC.sendmsg(fd.value(), outgoing, Linux.MSG_NOSIGNAL) >= 0) {
                return true;
            }
            requireLoss("sendmsg");
            return false;
        } finally {
            sending.unlock();
            leave();
        }
    }

    private void requireLoss(String call) {
        int errno = LibC.errno();
        switch (errno) {
            case Errno.EAGAIN, Errno.EINTR, Errno.ENOBUFS, Errno.ENETDOWN, Errno.ENXIO, Errno.ENODEV -> {}
            case Errno.EMSGSIZE, Errno.EINVAL, Errno.ENOENT, Errno.ECONNREFUSED -> {}
            default -> throw new PosixException(call, name, errno, "");
        }
    }

    /** Whether the interface is up and has a carrier; false once it is gone. Sockets between processes are always up. */
    public boolean isUp() {
        if (!link) {
            return true;
        }
        enter();
        try {
            InterfaceRequest request = new InterfaceRequest(name);
            return LibC.ioctl(fd.value(), Linux.SIOCGIFFLAGS, request.bytes()) >= 0
                    && (request.flags() & Linux.IFF_UP_AND_RUNNING) == Linux.IFF_UP_AND_RUNNING;
        } finally {
            leave();
        }
    }

    private void enter() {
        if (!uses.enter()) {
            throw new ClosedException(this + " is closed", "");
        }
    }

    private void leave() {
        if (uses.leave()) {
            release();
        }
    }

    private void release() {
        fd.close();
        memory.close();
    }

    @Override
    public void close() {
        if (!link && !uses.isClosed()) {
            LibC.unlink(NativeText.of(file));
        }
        if (uses.close()) {
            release();
        }
    }

    @Override
    public String toString() {
        return "FrameSocket " + name;
    }
}
