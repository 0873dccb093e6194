package io.ipdk.examples.p4switch;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4target.PacketSink;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The ports by number: takes what leaves the target. Thread-safe once all are in. */
final class PortTable implements PacketSink, AutoCloseable {
    private final PacketLog log;
    private final LongAdder nowhere = new LongAdder();
    private @Nullable SwitchPort[] ports = new SwitchPort[512];

    PortTable(PacketLog log) {
        this.log = log;
    }

    void add(PortSpec spec, SwitchPort port) {
        if (spec.number() >= ports.length) {
            ports = Arrays.copyOf(ports, spec.number() + 1);
        }
        if (ports[spec.number()] != null) {
            port.close();
            throw new InvalidSpecException("interface", spec, "each port number once");
        }
        ports[spec.number()] = port;
    }

    @Override
    public void send(int port, byte[] bytes, int offset, int length) {
        log.sent(port, bytes, offset, length);
        SwitchPort out = port >= 0 && port < ports.length ? ports[port] : null;
        if (out == null) {
            nowhere.increment();
        } else {
            out.send(bytes, offset, length);
        }
    }

    void flush() {
        for (SwitchPort port : ports) {
            if (port != null) {
                port.flush();
            }
        }
    }

    /** Frames for ports that nothing is attached to. */
    long nowhere() {
        return nowhere.sum();
    }

    @Override
    public void close() {
        for (SwitchPort port : ports) {
            if (port != null) {
                port.close();
            }
        }
    }
}
