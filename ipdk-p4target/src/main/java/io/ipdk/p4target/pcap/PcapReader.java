package io.ipdk.p4target.pcap;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a capture file of Ethernet frames, packet by packet: pcap with microseconds or nanoseconds, in either byte order.
 * pcapng is refused.
 *
 * <p>Confined to one thread at a time.
 */
public final class PcapReader implements AutoCloseable {
    private final InputStream in;
    private final String name;
    private final ByteBuffer header = ByteBuffer.allocate(PcapLayout.FILE_HEADER);
    private final int nanosPerTick;
    private long packets;

    private PcapReader(InputStream in, String name) {
        this.in = in;
        this.name = name;
        nanosPerTick = readFileHeader();
    }

    /**
     * Opens a file.
     *
     * @throws PcapException if it cannot be opened or is no capture of Ethernet frames
     */
    public static PcapReader open(Path file) {
        InputStream in;
        try {
            in = Files.newInputStream(file);
        } catch (IOException e) {
            throw new PcapException("cannot open " + file + ": " + e, "check the path and who may read it", e);
        }
        return of(new BufferedInputStream(in, 1 << 16), file.toString());
    }

    /**
     * Reads from a stream, which is closed with this reader or if its beginning is no good.
     *
     * @param name what messages call it
     * @throws PcapException if it is no capture of Ethernet frames
     */
    public static PcapReader of(InputStream in, String name) {
        try {
            return new PcapReader(in, name);
        } catch (PcapException e) {
            closeAfter(in, e);
            throw e;
        }
    }

    private static void closeAfter(InputStream in, PcapException failure) {
        try {
            in.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private int readFileHeader() {
        int read = fill(PcapLayout.FILE_HEADER);
        int magic = read < Integer.BYTES ? 0 : header.getInt(0);
        if (magic == PcapLayout.NEXT_GENERATION) {
            throw new PcapException(name + " is pcapng", "convert it with: editcap -F pcap IN OUT");
        }
        if (!isMagic(magic)) {
            magic = Integer.reverseBytes(magic);
            header.order(ByteOrder.LITTLE_ENDIAN);
        }
        if (read < PcapLayout.FILE_HEADER || !isMagic(magic)) {
            throw new PcapException(
                    name + " is no pcap file: its first " + read + " bytes are no header of one",
                    "give a file that tcpdump -w wrote");
        }
        int major = header.getShort(PcapLayout.MAJOR_AT);
        if (major != PcapLayout.MAJOR) {
            throw new PcapException(name + " has version " + major + " of pcap, known: 2", "");
        }
        int link = header.getInt(PcapLayout.LINK_TYPE_AT) & PcapLayout.LINK_TYPE_MASK;
        if (link != PcapLayout.ETHERNET) {
            throw new PcapException(
                    name + " has packets of link type " + link + ", wanted: 1, Ethernet",
                    "capture on an Ethernet interface");
        }
        return magic == PcapLayout.NANOS ? 1 : PcapLayout.NANOS_PER_MICRO;
    }

    private static boolean isMagic(int magic) {
        return magic == PcapLayout.MICROS || magic == PcapLayout.NANOS;
    }

    /**
     * The next packet; empty at the end of the file.
     *
     * @throws PcapException if the file is broken here; the packets before were good
     */
    public Optional<PcapPacket> next() {
        int read = fill(PcapLayout.PACKET_HEADER);
        if (read == 0) {
            return Optional.empty();
        }
        if (read < PcapLayout.PACKET_HEADER) {
            throw broken("ends in the middle of a packet's header");
        }
        long seconds = Integer.toUnsignedLong(header.getInt(0));
        long ticks = Integer.toUnsignedLong(header.getInt(4));
        long length = Integer.toUnsignedLong(header.getInt(8));
        long original = Integer.toUnsignedLong(header.getInt(12));
        if (length > PcapLayout.MOST_BYTES) {
            throw broken("says that it has " + length + " bytes, the most is " + PcapLayout.MOST_BYTES);
        }
        byte[] bytes = new byte[(int) length];
        if (read(bytes, bytes.length) < bytes.length) {
            throw broken("says that it has " + length + " bytes and the file ends before");
        }
        packets++;
        return Optional.of(new PcapPacket(
                seconds * PcapLayout.NANOS_PER_SECOND + ticks * nanosPerTick, Math.max(original, length), bytes));
    }

    /** How many packets were read. */
    public long packets() {
        return packets;
    }

    private PcapException broken(String how) {
        return new PcapException(name + ": packet " + (packets + 1) + " " + how, "capture it anew");
    }

    private int fill(int bytes) {
        return read(header.array(), bytes);
    }

    private int read(byte[] into, int bytes) {
        try {
            return in.readNBytes(into, 0, bytes);
        } catch (IOException e) {
            throw new PcapException("cannot read " + name + ": " + e, "", e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new PcapException("cannot close " + name + ": " + e, "", e);
        }
    }
}
