package io.ipdk.p4target.dataplane;

import io.ipdk.p4target.PacketSource;
import io.ipdk.p4target.runtime.Tracer;

/** Takes packets through a pipeline. Allocates nothing for a packet. Confined to one thread (its packet thread). */
public final class PacketProcessor {
    private final Engine engine;

    PacketProcessor(Engine engine) {
        this.engine = engine;
    }

    /**
     * Takes a packet all the way, its copies too; what leaves goes to the sink before this returns.
     *
     * @param port where it came in
     * @param bytes copied
     */
    public void process(int port, byte[] bytes, int offset, int length) {
        engine.process(port, bytes, offset, length);
    }

    /** As {@link #process(int, byte[], int, int)}, with the one copy that there is made by the source. */
    public void process(int port, PacketSource source, int length) {
        engine.process(port, source, length);
    }

    /** As {@link #process(int, byte[], int, int)}, watched. */
    public void process(int port, byte[] bytes, int offset, int length, Tracer tracer) {
        engine.process(port, bytes, offset, length, tracer);
    }
}
