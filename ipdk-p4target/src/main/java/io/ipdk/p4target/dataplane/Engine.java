package io.ipdk.p4target.dataplane;

import io.ipdk.p4target.PacketSink;
import io.ipdk.p4target.PacketSource;
import io.ipdk.p4target.runtime.ForwardingState;
import io.ipdk.p4target.runtime.PacketContext;
import io.ipdk.p4target.runtime.ReplicaList;
import io.ipdk.p4target.runtime.Tracer;
import io.ipdk.p4target.table.PortStates;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a program: where packets and their copies go between its blocks. Confined to one thread (the packet
 * thread that made it).
 *
 * <p>Copies wait in a queue, so that a program that clones its clones needs no stack; a packet that makes more than
 * 4,096 of them loses the rest, counted.
 */
abstract class Engine {
    private static final int MOST_COPIES = 4_096;

    final P4Dataplane dataplane;
    final PacketSink sink;
    final long[] digest;
    private final int worker;
    private final List<PacketContext> free = new ArrayList<>();
    private final ArrayDeque<PacketContext> waiting = new ArrayDeque<>();
    private int copies;
    private ForwardingState state;
    private long now;
    private @Nullable Tracer tracer;

    Engine(P4Dataplane dataplane, PacketSink sink, int worker) {
        this.dataplane = dataplane;
        this.sink = sink;
        this.worker = worker;
        state = dataplane.state();
        digest = new long[dataplane.digestLongs()];
    }

    /** Takes a packet all the way, its copies too. */
    final void process(int port, byte[] bytes, int offset, int length) {
        PacketContext packet = next();
        packet.receive(bytes, offset, length);
        run(packet, port);
    }

    /** As {@link #process(int, byte[], int, int)}, from wherever the bytes lie. */
    final void process(int port, PacketSource source, int length) {
        PacketContext packet = next();
        packet.receive(source, length);
        run(packet, port);
    }

    private PacketContext next() {
        state = dataplane.state();
        now = dataplane.packetTime();
        copies = 0;
        return acquire();
    }

    private void run(PacketContext packet, int port) {
        begin(packet, port);
        while (!waiting.isEmpty()) {
            resume(waiting.poll());
        }
    }

    /** As {@link #process(int, byte[], int, int)}, watched. */
    final void process(int port, byte[] bytes, int offset, int length, Tracer watcher) {
        tracer = watcher;
        try {
            process(port, bytes, offset, length);
        } finally {
            tracer = null;
        }
    }

    /** A packet has arrived; this releases it. */
    abstract void begin(PacketContext packet, int port);

    /** A copy's turn has come; this releases it. */
    abstract void resume(PacketContext packet);

    /** An empty packet. */
    final PacketContext acquire() {
        PacketContext packet = free.isEmpty() ? dataplane.newContext(state) : free.remove(free.size() - 1);
        packet.use(state);
        packet.now = now;
        packet.worker = worker;
        packet.trace = tracer;
        return packet;
    }

    final void release(PacketContext packet) {
        free.add(packet);
    }

    /** Makes a copy wait for its turn, or drops it if there are too many. */
    final void enqueue(PacketContext packet, boolean ingress, int port, int instance) {
        if (++copies > MOST_COPIES) {
            drop(packet, "too many copies");
            dataplane.countOverflow();
            release(packet);
            return;
        }
        packet.again = ingress;
        packet.port = port;
        packet.instance = instance;
        waiting.add(packet);
    }

    /** What is made of a replica now: itself, or while its port is down the first backup whose port is up. */
    final ReplicaList.Replica live(ReplicaList.Replica replica) {
        PortStates ports = state.ports();
        if (!ports.anyDown() || ports.isUp(replica.port()) || replica.backups().isEmpty()) {
            return replica;
        }
        List<ReplicaList.Replica> backups = replica.backups();
        for (int i = 0; i < backups.size(); i++) {
            if (ports.isUp(backups.get(i).port())) {
                return backups.get(i);
            }
        }
        return replica;
    }

    final void send(PacketContext packet, int port) {
        int length = Math.min(packet.end - packet.start, packet.truncateTo);
        if (tracer != null) {
            tracer.note("sent " + length + " bytes to port " + Integer.toUnsignedString(port));
        }
        sink.send(port, packet.buffer, packet.start, length);
    }

    final void drop(PacketContext packet, String why) {
        dataplane.countDrop();
        if (packet.trace != null) {
            packet.trace.note("dropped: " + why);
        }
    }

    final void sendDigest(PacketContext packet) {
        int count = packet.digest(packet.digestList, digest);
        dataplane.digests().offer(packet.digestList, digest, count, packet.now);
        if (packet.trace != null) {
            packet.trace.note("digest " + packet.digestList);
        }
    }
}
