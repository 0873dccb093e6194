package io.ipdk.p4target.pcap;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a capture file of Ethernet frames: pcap 2.4 with microseconds, which every tool reads.
 *
 * <p>Thread-safe. What was written is in the file after {@link #flush} or {@link #close}.
 */
public final class PcapWriter implements AutoCloseable {
    private final OutputStream out;
    private final String name;
    private final ByteBuffer header =
            ByteBuffer.allocate(PcapLayout.PACKET_HEADER).order(ByteOrder.LITTLE_ENDIAN);
    private boolean closed;

    private PcapWriter(OutputStream out, String name) {
        this.out = out;
        this.name = name;
    }

    /**
     * Creates a file, or empties the one that is there.
     *
     * @throws PcapException if it cannot be written
     */
    public static PcapWriter create(Path file) {
        OutputStream out;
        try {
            out = Files.newOutputStream(file);
        } catch (IOException e) {
            throw new PcapException(
                    "cannot create " + file + ": " + e, "check the directory and who may write to it", e);
        }
        return of(new BufferedOutputStream(out, 1 << 16), file.toString());
    }

    /**
     * Writes to a stream, which is closed with this writer.
     *
     * @param name what messages call it
     */
    public static PcapWriter of(OutputStream out, String name) {
        ByteBuffer begin = ByteBuffer.allocate(PcapLayout.FILE_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        begin.putInt(0, PcapLayout.MICROS);
        begin.putShort(PcapLayout.MAJOR_AT, (short) PcapLayout.MAJOR);
        begin.putShort(PcapLayout.MINOR_AT, (short) PcapLayout.MINOR);
        begin.putInt(PcapLayout.SNAPSHOT_AT, PcapLayout.MOST_BYTES);
        begin.putInt(PcapLayout.LINK_TYPE_AT, PcapLayout.ETHERNET);
        PcapWriter writer = new PcapWriter(out, name);
        writer.write(begin.array(), 0, begin.capacity());
        writer.flush();
        return writer;
    }

    /**
     * Writes a packet; of one with more than 262,144 bytes the beginning. Does nothing after {@link #close}.
     *
     * @param epochNanos its time, in nanoseconds since the epoch; microseconds are kept
     */
    public synchronized void write(long epochNanos, byte[] bytes, int offset, int length) {
        if (closed) {
            return;
        }
        int kept = Math.min(length, PcapLayout.MOST_BYTES);
        header.putInt(0, (int) Math.floorDiv(epochNanos, PcapLayout.NANOS_PER_SECOND));
        header.putInt(4, (int) (Math.floorMod(epochNanos, PcapLayout.NANOS_PER_SECOND) / PcapLayout.NANOS_PER_MICRO));
        header.putInt(8, kept);
        header.putInt(12, length);
        write(header.array(), 0, header.capacity());
        write(bytes, offset, kept);
    }

    /** Puts what was written so far into the file. */
    public synchronized void flush() {
        if (closed) {
            return;
        }
        try {
            out.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private PcapException failed(IOException cause) {
        return new PcapException("cannot write " + name + ": " + cause, "see whether its disk is full", cause);
    }
}
