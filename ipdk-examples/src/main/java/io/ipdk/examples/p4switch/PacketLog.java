package io.ipdk.examples.p4switch;

import io.ipdk.p4target.device.PacketWorker;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes packets and their ways down, as far as the log level and the options want it. Thread-safe. */
final class PacketLog {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final Logger log = LoggerFactory.getLogger(PacketLog.class);
    private final int dumped;
    private final boolean dumps;
    private final boolean traces;

    /** @param dumped so many bytes of each packet are written, none if it is 0 */
    PacketLog(int dumped) {
        this.dumped = dumped;
        dumps = dumped > 0 && log.isInfoEnabled();
        traces = log.isTraceEnabled();
    }

    /** Takes a packet through the target, and writes its way down if that is wanted. */
    void process(PacketWorker worker, int port, byte[] bytes, int length) {
        if (dumps) {
            dump("received on", port, bytes, 0, length);
        }
        if (!traces) {
            worker.process(port, bytes, 0, length);
            return;
        }
        boolean taken = worker.process(
                port,
                bytes,
                0,
                length,
                trace -> log.trace(
                        "packet of {} bytes on port {}\n{}",
                        length,
                        port,
                        trace.text().stripTrailing()));
        if (!taken) {
            log.trace("packet of {} bytes on port {} dropped: there is no program", length, port);
        }
    }

    /** A packet leaves. */
    void sent(int port, byte[] bytes, int offset, int length) {
        if (dumps) {
            dump("sent on", port, bytes, offset, length);
        }
        if (traces) {
            log.trace("packet of {} bytes leaves on port {}", length, Integer.toUnsignedString(port));
        }
    }

    private void dump(String how, int port, byte[] bytes, int offset, int length) {
        int shown = Math.min(length, dumped);
        log.info(
                "packet of {} bytes {} port {}: {}{}",
                length,
                how,
                Integer.toUnsignedString(port),
                HEX.formatHex(bytes, offset, offset + shown),
                shown < length ? " …" : "");
    }
}
