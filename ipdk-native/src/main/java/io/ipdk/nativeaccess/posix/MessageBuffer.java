package io.ipdk.nativeaccess.posix;

import io.ipdk.nativeaccess.memory.RawMemory;

/**
 * Native memory for one {@code struct msghdr} with one vector entry, room for the descriptors, and the data.
 *
 * <p>Confined to one thread at a time (the caller's lock says which).
 */
final class MessageBuffer implements AutoCloseable {
    /** How much data one call moves at most. */
    static final int DATA_BYTES = 1 << 16;

    // struct msghdr, 64-bit
    private static final int VECTOR = 16;
    private static final int VECTOR_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_BYTES = 40;
    private static final int FLAGS = 48;

    // struct cmsghdr, 64-bit: u64 length with header, s32 level, s32 type, then the descriptors
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    private static final int CMSG_DATA = 16;
    private static final int CMSG_ALIGNMENT = 8;
    private static final int CMSG_SPACE = CMSG_DATA + FdList.CAPACITY * Integer.BYTES;

    private static final int VECTOR_AT = 64;
    private static final int CONTROL_AT = 128;
    private static final int DATA_AT = 256;

    private final MappedMemory memory = MappedMemory.anonymous(DATA_AT + DATA_BYTES);
    private final long message = memory.address();
    private final long control = message + CONTROL_AT;
    private final long data = message + DATA_AT;

    MessageBuffer() {
        RawMemory.putLong(message + VECTOR, message + VECTOR_AT);
        RawMemory.putLong(message + VECTOR_COUNT, 1);
        RawMemory.putLong(message + CONTROL, control);
        RawMemory.putLong(message + VECTOR_AT, data);
    }

    long address() {
        return message;
    }

    private void setDataLength(int length) {
        RawMemory.putLong(message + VECTOR_AT + Long.BYTES, length);
    }

    void prepareReceive(int length) {
        setDataLength(length);
        RawMemory.putLong(message + CONTROL_BYTES, CMSG_SPACE);
        RawMemory.putInt(message + FLAGS, 0);
    }

    void copyReceived(byte[] target, int offset, int length) {
        RawMemory.copyToArray(data, target, offset, length);
    }

    int flags() {
        return RawMemory.getInt(message + FLAGS);
    }

    /** Puts every descriptor the kernel installed into the list, so that none is lost whatever happens next. */
    void collectDescriptors(FdList into) {
        long end = control + RawMemory.getLong(message + CONTROL_BYTES);
        long at = control;
        while (at + CMSG_DATA <= end) {
            long length = RawMemory.getLong(at);
            if (RawMemory.getInt(at + CMSG_LEVEL) == Linux.SOL_SOCKET
                    && RawMemory.getInt(at + CMSG_TYPE) == Linux.SCM_RIGHTS) {
                for (long fd = at + CMSG_DATA; fd + Integer.BYTES <= at + length; fd += Integer.BYTES) {
                    into.add(Fd.adopt(RawMemory.getInt(fd), "received"));
                }
            }
            at += (Math.max(length, CMSG_DATA) + CMSG_ALIGNMENT - 1) & -CMSG_ALIGNMENT;
        }
    }

    void prepareSend(byte[] source, int offset, int length) {
        RawMemory.copyFromArray(source, offset, data, length);
        setDataLength(length);
        RawMemory.putLong(message + CONTROL_BYTES, 0);
    }

    /** Attaches descriptors to the message prepared last. */
    void attach(int[] descriptors, int count) {
        long length = CMSG_DATA + (long) count * Integer.BYTES;
        RawMemory.putLong(message + CONTROL_BYTES, length);
        RawMemory.putLong(control, length);
        RawMemory.putInt(control + CMSG_LEVEL, Linux.SOL_SOCKET);
        RawMemory.putInt(control + CMSG_TYPE, Linux.SCM_RIGHTS);
        for (int i = 0; i < count; i++) {
            RawMemory.putInt(control + CMSG_DATA + (long) i * Integer.BYTES, descriptors[i]);
        }
    }

    @Override
    public void close() {
        memory.close();
    }
}
