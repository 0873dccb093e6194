package io.ipdk.p4target.pcap;

import io.ipdk.p4target.PacketSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Takes the packets of capture files, one file a port, into a pipeline in the order of their times; packets of the same time go
 * by port.
 *
 * <pre>{@code
 * PacketProcessor processor = dataplane.newProcessor(outputs);
 * try (PcapReplay replay = PcapReplay.of(Map.of(1, Path.of("1_in.pcap"), 2, Path.of("2_in.pcap")))) {
 *     replay.into(processor::process);
 * }
 * }</pre>
 *
 * <p>Confined to one thread at a time.
 */
public final class PcapReplay implements AutoCloseable {
    private final PriorityQueue<Source> sources =
            new PriorityQueue<>(Comparator.comparingLong((Source source) -> source.next.epochNanos())
                    .thenComparingInt(source -> source.port));
    private final List<PcapReader> readers = new ArrayList<>();
    private @Nullable Source taken;

    private PcapReplay() {}

    /** A port's file and the packet that is next. Confined to one thread. */
    private static final class Source {
        private final int port;
        private final PcapReader reader;
        private PcapPacket next;

        Source(int port, PcapReader reader, PcapPacket next) {
            this.port = port;
            this.reader = reader;
            this.next = next;
        }
    }

    /**
     * Opens the files.
     *
     * @param files by port
     * @throws PcapException if one cannot be read
     */
    public static PcapReplay of(Map<Integer, Path> files) {
        PcapReplay replay = new PcapReplay();
        try {
            files.forEach((port, file) -> replay.add(port, PcapReader.open(file)));
            return replay;
        } catch (PcapException e) {
            replay.close();
            throw e;
        }
    }

    /** Adds a port's packets; the reader is closed with this replay. */
    public void add(int port, PcapReader reader) {
        readers.add(reader);
        reader.next().ifPresent(first -> sources.add(new Source(port, reader, first)));
    }

    /**
     * Takes the next packet.
     *
     * @param pipeline gets it with the port it came in at
     * @return false if there is none left
     * @throws PcapException if a file is broken where its next packet should be; the other files' packets can still be taken
     */
    public boolean step(PacketSink pipeline) {
        advance();
        Source source = sources.poll();
        if (source == null) {
            return false;
        }
        taken = source;
        byte[] bytes = source.next.bytes();
        pipeline.send(source.port, bytes, 0, bytes.length);
        return true;
    }

    // Only when the next packet is wanted: a broken file must not keep the packet before it.
    private void advance() {
        Source source = taken;
        if (source == null) {
            return;
        }
        taken = null;
        Optional<PcapPacket> next = source.reader.next();
        if (next.isPresent()) {
            source.next = next.get();
            sources.add(source);
        }
    }

    /**
     * Takes all packets.
     *
     * @return how many there were
     * @throws PcapException if a file is broken
     */
    public long into(PacketSink pipeline) {
        long packets = 0;
        while (step(pipeline)) {
            packets++;
        }
        return packets;
    }

    /** When the next packet was captured, in nanoseconds since the epoch; empty if there is none. For clocks moved by hand. */
    public Optional<Long> nextTime() {
        advance();
        return Optional.ofNullable(sources.peek()).map(source -> source.next.epochNanos());
    }

    @Override
    public void close() {
        readers.forEach(PcapReader::close);
    }
}
