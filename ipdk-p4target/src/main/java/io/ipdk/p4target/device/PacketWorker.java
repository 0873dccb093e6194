package io.ipdk.p4target.device;

import io.ipdk.p4target.PacketSink;
import io.ipdk.p4target.PacketSource;
import io.ipdk.p4target.dataplane.PacketProcessor;
import io.ipdk.p4target.dataplane.PacketTrace;
import java.util.function.Consumer;
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
        DeviceProgram current = device.running();
        if (current == null) {
            return false;
        }
        processorOf(current).process(port, bytes, offset, length);
        return true;
    }

    /**
     * As {@link #process(int, byte[], int, int)}, with the one copy that there is made by the source: from there straight into
     * the buffer that the program works on.
     */
    public boolean process(int port, PacketSource source, int length) {
        DeviceProgram current = device.running();
        if (current == null) {
            return false;
        }
        processorOf(current).process(port, source, length);
        return true;
    }

    /**
     * As {@link #process(int, byte[], int, int)}, and tells afterwards what happened to the packet. This allocates.
     *
     * @param watcher not called without a program
     */
    public boolean process(int port, byte[] bytes, int offset, int length, Consumer<PacketTrace> watcher) {
        DeviceProgram current = device.running();
        if (current == null) {
            return false;
        }
        PacketTrace trace = new PacketTrace(current.dataplane().pipeline());
        processorOf(current).process(port, bytes, offset, length, trace);
        watcher.accept(trace);
        return true;
    }

    private PacketProcessor processorOf(DeviceProgram current) {
        PacketProcessor through = processor;
        if (current != program || through == null) {
            through = current.dataplane().newProcessor((out, packet, from, count) -> {
                if (out == device.cpuPort()) {
                    device.countPacketIn();
                    current.toController(packet, from, count);
                } else {
                    sink.send(out, packet, from, count);
                }
            });
            program = current;
            processor = through;
        }
        return through;
    }
}
