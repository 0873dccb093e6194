package io.ipdk.examples.p4switch;

import io.ipdk.p4target.pcap.PcapException;
import io.ipdk.p4target.pcap.PcapWriter;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A capture file that costs the traffic nothing: on a full disk it ends, is told of once, and packets go on. Thread-safe. */
final class CaptureFile implements AutoCloseable {
    private final Logger log = LoggerFactory.getLogger(CaptureFile.class);
    private final PcapWriter writer;
    private volatile boolean failed;

    CaptureFile(PcapWriter writer) {
        this.writer = writer;
    }

    /** Creates a file; fails if it cannot be written at all. */
    static CaptureFile create(Path file) {
        return new CaptureFile(PcapWriter.create(file));
    }

    void write(byte[] bytes, int offset, int length) {
        if (!failed) {
            attempt(() -> writer.write(EpochClock.nanos(), bytes, offset, length));
        }
    }

    void flush() {
        if (!failed) {
            attempt(writer::flush);
        }
    }

    /** Whether it has ended early. */
    boolean hasFailed() {
        return failed;
    }

    @Override
    public void close() {
        attempt(writer::close);
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (PcapException e) {
            if (!failed) {
                failed = true;
                log.error("a capture ends here: {}", e.getMessage());
            }
        }
    }
}
