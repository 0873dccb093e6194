package io.ipdk.p4target.device;

import io.ipdk.p4target.PacketSink;
import io.ipdk.p4target.PacketSource;
import io.ipdk.p4target.dataplane.PacketProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Takes packets through the program that is in force; what goes to the CPU port goes to the controller, the rest to the sink.
 * Allocates nothing for a packet, but for those to the controller.
 *
 * <p>Confined to one thread (its packet thread).
 */
public final class PacketWorker {
    private final P4Device device;
    private final PacketSink sink;
    private @Nullable DeviceProgram program;
    private @Nullable PacketProcessor processor;

    PacketWorker(P4Device device, PacketSink sink) {
        this.device = device;
        this.sink = sink;
    }

    /**
     * Takes a packet all the way, its copies too; what leaves goes to the sink before this returns.
     *
     * @return whether there is a program; without one the packet is dropped
     */
    public boolean process(int port, byte[] bytes, int offset, int length) {
        PacketProcessor through = processor();
        if (through == null) {
            return false;
        }
        through.process(port, bytes, offset, length);
        return true;
    }

    /**
     * As {@link #process(int, byte[], int, int)}, with the one copy that there is made by the source: from there straight into
     * the buffer that the program works on.
     */
    public boolean process(int port, PacketSource source, int length) {
        PacketProcessor through = processor();
        if (through == null) {
            return false;
        }
        through.process(port, source, length);
        return true;
    }

    private @Nullable PacketProcessor processor() {
        DeviceProgram current = device.running();
        if (current != null && (current != program || processor == null)) {
            processor = current.dataplane().newProcessor((out, packet, from, count) -> {
                if (out == device.cpuPort()) {
                    device.countPacketIn();
                    current.toController(packet, from, count);
                } else {
                    sink.send(out, packet, from, count);
                }
            });
            program = current;
        }
        return current == null ? null : processor;
    }
}
