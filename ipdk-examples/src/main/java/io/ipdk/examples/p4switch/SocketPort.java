package io.ipdk.examples.p4switch;

import io.ipdk.nativeaccess.posix.FrameSocket;
import io.ipdk.nativeaccess.posix.PosixException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port on an interface, or between two processes. Thread-safe, but for {@link #receive}: confined to the packet thread. */
final class SocketPort implements SwitchPort {
    private static final int LARGEST_USUAL = 1_522;

    private final Logger log = LoggerFactory.getLogger(SocketPort.class);
    private final PortSpec spec;
    private final FrameSocket socket;
    private final LongAdder lost = new LongAdder();
    private final @Nullable Captures captures;

    /** What came in and went out, as files. Immutable; its parts are thread-safe. */
    record Captures(CaptureFile in, CaptureFile out) {}

    SocketPort(PortSpec spec, @Nullable Captures captures) {
        this.spec = spec;
        this.captures = captures;
        socket = spec.isUnix() ? FrameSocket.unix(spec.own(), spec.peer()) : FrameSocket.onInterface(spec.name());
    }

    PortSpec spec() {
        return spec;
    }

    FrameSocket socket() {
        return socket;
    }

    /** The next frame; its length is 0 if none is waiting. */
    int receive(byte[] into) {
        int length = socket.receive(into);
        if (length > 0) {
            if (socket.isChecksumMissing()) {
                PartialChecksum.complete(into, length);
            }
            if (captures != null) {
                captures.in().write(into, 0, length);
            }
        }
        return length;
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
        if (captures != null) {
            captures.out().write(bytes, offset, length);
        }
        try {
            if (!socket.send(bytes, offset, length)) {
                tellLoss(length);
            }
        } catch (PosixException e) {
            // The packet came in at another port, which has nothing to do with it.
            tellLoss(length);
            log.debug("port {}", spec, e);
        }
    }

    private void tellLoss(int length) {
        boolean first = lost.sum() == 0;
        lost.increment();
        if (first) {
            log.warn(
                    "port {} lost a frame of {} bytes{}; later ones are lost without a word",
                    spec,
                    length,
                    length > LARGEST_USUAL
                            ? ": if its sender leaves segmentation to a card that is none, switch that off there with"
                                    + " ethtool -K INTERFACE tso off gso off"
                            : ": the port is down, full or has a smaller MTU");
        }
    }

    /** Frames that could not be sent. */
    long lost() {
        return lost.sum();
    }

    @Override
    public void flush() {
        if (captures != null) {
            captures.in().flush();
            captures.out().flush();
        }
    }

    @Override
    public void close() {
        socket.close();
        if (captures != null) {
            captures.in().close();
            captures.out().close();
        }
    }
}
