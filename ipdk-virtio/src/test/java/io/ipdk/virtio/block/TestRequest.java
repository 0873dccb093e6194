package io.ipdk.virtio.block;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.queue.SplitDriverQueue;
import java.util.Arrays;

/** One request of a {@link TestGuest}: put together from pieces of any kind, submitted, and looked at when it is done. */
final class TestRequest {
    /** What the status byte holds until the device writes it. */
    static final int UNANSWERED = 0xee;

    private final TestGuest guest;
    private final SplitDriverQueue ring;
    private final int token;
    private long[] addresses = new long[0];
    private int[] lengths = new int[0];
    private int readable;
    private long answer;
    private int answerBytes;
    private long status;
    private long header;
    private int usedLength = -1;

    TestRequest(TestGuest guest, SplitDriverQueue ring, int token) {
        this.guest = guest;
        this.ring = ring;
        this.token = token;
    }

    // ---- pieces, in the order of the chain

    TestRequest header(BlockRequestType type, long sector) {
        return header(type.wireValue(), sector);
    }

    TestRequest header(int type, long sector) {
        header = guest.header(type, sector);
        return readable(header, 16);
    }

    /** The header in pieces of these lengths, each in a place of its own. */
    TestRequest splitHeader(BlockRequestType type, long sector, int... pieces) {
        byte[] bytes = new byte[16];
        RawMemory.copyToArray(guest.header(type.wireValue(), sector), bytes, 0, 16);
        int at = 0;
        for (int piece : pieces) {
            readable(guest.allocate(Arrays.copyOfRange(bytes, at, at + piece)), piece);
            at += piece;
        }
        return this;
    }

    TestRequest data(byte[] data) {
        return readable(guest.allocate(data), data.length);
    }

    TestRequest readable(long address, int length) {
        append(address, length);
        readable++;
        return this;
    }

    TestRequest writable(long address, int length) {
        append(address, length);
        return this;
    }

    /** Room for data, in a descriptor of its own. */
    TestRequest answer(int bytes) {
        answer = guest.allocate(bytes);
        answerBytes = bytes;
        return writable(answer, bytes);
    }

    /** Room for data and status in pieces of these lengths that follow each other in memory. */
    TestRequest answerAndStatus(int bytes, int... pieces) {
        answer = guest.allocate(bytes + 1);
        answerBytes = bytes;
        status = answer + bytes;
        long at = answer;
        for (int piece : pieces) {
            writable(at, piece);
            at += piece;
        }
        return this;
    }

    TestRequest status() {
        status = guest.allocate(1);
        return writable(status, 1);
    }

    private void append(long address, int length) {
        int count = addresses.length;
        addresses = Arrays.copyOf(addresses, count + 1);
        lengths = Arrays.copyOf(lengths, count + 1);
        addresses[count] = address;
        lengths[count] = length;
    }

    // ---- on its way

    TestRequest submit() {
        if (!offer()) {
            throw new IllegalStateException("the ring is full");
        }
        ring.publish();
        return this;
    }

    /** Puts it into the ring without showing it to the device; false if the ring is full. */
    boolean offer() {
        if (status != 0) {
            RawMemory.putByte(status, (byte) UNANSWERED);
        }
        return ring.offer(addresses, lengths, readable, addresses.length - readable, token);
    }

    void done(int length) {
        usedLength = length;
    }

    // ---- done

    boolean isDone() {
        return usedLength >= 0;
    }

    /** The status byte, or {@link #UNANSWERED}. */
    int statusByte() {
        return RawMemory.getByte(status) & 0xff;
    }

    int usedLength() {
        return usedLength;
    }

    byte[] answerBytes() {
        byte[] bytes = new byte[answerBytes];
        RawMemory.copyToArray(answer, bytes, 0, answerBytes);
        return bytes;
    }

    /** Where the header lies, for those who want to change it. */
    long headerAddress() {
        return header;
    }
}
