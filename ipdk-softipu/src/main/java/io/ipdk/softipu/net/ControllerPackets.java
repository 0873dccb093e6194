package io.ipdk.softipu.net;

import io.ipdk.p4target.PacketSink;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Packets of controllers on their way to ports: put here by threads of the P4Runtime server, taken by the thread of the
 * switch, which alone may touch ports. What does not fit is dropped and counted.
 *
 * <p>Thread-safe, but for {@link #drainTo}: confined to the thread of the switch.
 */
final class ControllerPackets implements PacketSink {
    private static final int CAPACITY = 1024;
    private static final int MOST_A_TURN = 64;

    private final ConcurrentLinkedQueue<Packet> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final PipelineCounters counters;
    private volatile Runnable wake = () -> {};

    // An array made for this packet alone, which nobody changes.
    @SuppressWarnings("ArrayRecordComponent")
    private record Packet(int port, byte[] bytes) {}

    ControllerPackets(PipelineCounters counters) {
        this.counters = counters;
    }

    /** Names what wakes the thread of the switch. */
    void wakeWith(Runnable next) {
        wake = next;
    }

    @Override
    public void send(int port, byte[] bytes, int offset, int length) {
        if (size.incrementAndGet() > CAPACITY) {
            size.decrementAndGet();
            counters.controllerTooFast();
            return;
        }
        waiting.add(new Packet(port, Arrays.copyOfRange(bytes, offset, offset + length)));
        wake.run();
    }

    boolean isEmpty() {
        return size.get() == 0;
    }

    int drainTo(PipelineForwarding target, Deliveries out) {
        if (isEmpty()) {
            return 0;
        }
        int done = 0;
        while (done < MOST_A_TURN) {
            Packet packet = waiting.poll();
            if (packet == null) {
                break;
            }
            size.decrementAndGet();
            target.deliver(packet.port, packet.bytes, out);
            done++;
        }
        if (done > 0) {
            out.flush();
        }
        return done;
    }
}
