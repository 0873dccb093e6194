package io.ipdk.p4target.pcap;

import io.ipdk.p4target.PacketSink;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * Writes what leaves a pipeline into capture files, one for each port, created with its first packet.
 *
 * <p>Confined to one thread (its packet thread) until it is closed.
 */
public final class PcapSink implements PacketSink, AutoCloseable {
    private final Map<Integer, PcapWriter> writers = new TreeMap<>();
    private final IntFunction<PcapWriter> creator;
    private final LongSupplier epochNanos;

    /**
     * @param creator makes the writer of a port, such as {@code port -> PcapWriter.create(Path.of(port + "_out.pcap"))}
     * @param epochNanos the clock, in nanoseconds since the epoch
     */
    public PcapSink(IntFunction<PcapWriter> creator, LongSupplier epochNanos) {
        this.creator = creator;
        this.epochNanos = epochNanos;
    }

    @Override
    public void send(int port, byte[] bytes, int offset, int length) {
        writers.computeIfAbsent(port, creator::apply).write(epochNanos.getAsLong(), bytes, offset, length);
    }

    @Override
    public void close() {
        writers.values().forEach(PcapWriter::close);
    }
}
