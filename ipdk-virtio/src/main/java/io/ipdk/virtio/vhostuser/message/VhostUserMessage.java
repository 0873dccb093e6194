package io.ipdk.virtio.vhostuser.message;

import io.ipdk.nativeaccess.posix.Fd;
import io.ipdk.nativeaccess.posix.FdList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One message as bytes and descriptors, in either direction; reused for message after message.
 *
 * <pre>
 *   0        4        8        12
 *   | request | flags  | size   | payload, size bytes …
 *
 *   flags: bits 0–1 version (1), bit 2 reply, bit 3 need_reply
 * </pre>
 *
 * <p>Numbers have the byte order of the machine. Confined to one thread (the one that receives or sends it).
 */
public final class VhostUserMessage {
    public static final int HEADER_BYTES = 12;

    /** No known request comes near this size. */
    public static final int MAX_PAYLOAD_BYTES = 4096;

    public static final int VERSION = 1;
    public static final int FLAG_REPLY = 1 << 2;
    public static final int FLAG_NEED_REPLY = 1 << 3;

    private static final int FLAGS_AT = 4;
    private static final int SIZE_AT = 8;

    private static final Fd[] NONE = {};

    private final byte[] bytes = new byte[HEADER_BYTES + MAX_PAYLOAD_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    private final FdList fds = new FdList();
    private @Nullable Fd attached;

    /** Makes it a request without payload. */
    public VhostUserMessage request(int id) {
        return header(id, VERSION);
    }

    /** Makes it the reply to a request: the flags are exactly version and reply, nothing of the request is echoed. */
    public VhostUserMessage replyTo(int id) {
        return header(id, VERSION | FLAG_REPLY);
    }

    private VhostUserMessage header(int id, int flags) {
        buffer.putInt(0, id).putInt(FLAGS_AT, flags).putInt(SIZE_AT, 0);
        return this;
    }

    /** Gives the message a descriptor to carry; it belongs to the message until {@link #closeAttached}. */
    public VhostUserMessage attach(Fd fd) {
        attached = fd;
        return this;
    }

    /** The descriptor to carry, if there is one. */
    public Fd[] attached() {
        return attached == null ? NONE : new Fd[] {attached};
    }

    /** Closes the descriptor to carry; to be called once the message is sent. */
    public void closeAttached() {
        if (attached != null) {
            attached.close();
            attached = null;
        }
    }

    /** Asks the receiver for an acknowledgement. */
    public VhostUserMessage needReply() {
        buffer.putInt(FLAGS_AT, flags() | FLAG_NEED_REPLY);
        return this;
    }

    /** Appends four bytes to the payload. */
    public VhostUserMessage addInt(int value) {
        buffer.putInt(HEADER_BYTES + grow(Integer.BYTES), value);
        return this;
    }

    /** Appends eight bytes to the payload. */
    public VhostUserMessage addLong(long value) {
        buffer.putLong(HEADER_BYTES + grow(Long.BYTES), value);
        return this;
    }

    /** Appends a part of an array to the payload. */
    public VhostUserMessage addBytes(byte[] source, int offset, int length) {
        System.arraycopy(source, offset, bytes, HEADER_BYTES + grow(length), length);
        return this;
    }

    /** Appends zeros to the payload and returns where in {@link #bytes} they start. */
    public int addSpace(int length) {
        int start = HEADER_BYTES + grow(length);
        Arrays.fill(bytes, start, start + length, (byte) 0);
        return start;
    }

    private int grow(int length) {
        int size = payloadBytes();
        if (length > MAX_PAYLOAD_BYTES - size) {
            throw new IllegalStateException(
                    "a payload of " + ((long) size + length) + " bytes: the limit is " + MAX_PAYLOAD_BYTES);
        }
        buffer.putInt(SIZE_AT, size + length);
        return size;
    }

    public int id() {
        return buffer.getInt(0);
    }

    public int flags() {
        return buffer.getInt(FLAGS_AT);
    }

    public boolean needsReply() {
        return (flags() & FLAG_NEED_REPLY) != 0;
    }

    /** The payload size as the header has it; unsigned on the wire, so negative numbers are huge ones. */
    public int payloadBytes() {
        return buffer.getInt(SIZE_AT);
    }

    /** Four bytes of the payload. */
    public int intAt(int offset) {
        return buffer.getInt(HEADER_BYTES + offset);
    }

    /** Eight bytes of the payload. */
    public long longAt(int offset) {
        return buffer.getLong(HEADER_BYTES + offset);
    }

    /** Two bytes of the payload as an unsigned number. */
    public int shortAt(int offset) {
        return buffer.getShort(HEADER_BYTES + offset) & 0xffff;
    }

    /** Header and payload, as on the wire. */
    public byte[] bytes() {
        return bytes;
    }

    /** The descriptors that came with the message. */
    public FdList fds() {
        return fds;
    }

    @Override
    public String toString() {
        VhostUserRequest request = VhostUserRequest.of(id());
        return (request == null ? "request " + id() : request.toString()) + " (flags 0x" + Integer.toHexString(flags())
                + ", " + Integer.toUnsignedString(payloadBytes()) + " bytes, " + fds.size() + " descriptors)";
    }
}
