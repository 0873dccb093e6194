package io.ipdk.examples.demo;

import io.ipdk.virtio.net.driver.VirtioNetDriver;
import java.time.Duration;
import java.util.Arrays;

/**
 * The embedded host's traffic: numbered frames that one driver sends and another receives, compared byte by byte.
 *
 * <p>Confined to one thread (the one that drives both).
 */
final class FrameTraffic {

    /** Fewer than the receiver's ring has buffers, so that nothing is lost for want of one. */
    private static final int WINDOW = 192;

    private static final int BURST = 32;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final VirtioNetDriver from;
    private final VirtioNetDriver to;
    private final byte[] sent;
    private final byte[] expected;
    private final byte[] received;
    private int nextSent;
    private int nextReceived;
    private int wrong;

    /**
     * @param frame what each frame looks like, apart from its number
     */
    FrameTraffic(VirtioNetDriver from, VirtioNetDriver to, byte[] frame) {
        this.from = from;
        this.to = to;
        this.sent = frame.clone();
        this.expected = frame.clone();
        this.received = new byte[frame.length + 1];
    }

    /**
     * What came of it.
     *
     * @param arrived frames received
     * @param wrong those of them that were not the next in order, or not as they were sent
     * @param took from the first frame sent to the last received
     */
    record Result(int arrived, int wrong, Duration took) {}

    /** Sends that many frames as fast as they are received, and waits for the last one. */
    Result exchange(int frames) {
        long start = System.nanoTime();
        long lastArrival = start;
        int first = nextReceived;
        while (nextReceived - first < frames && System.nanoTime() - lastArrival < PATIENCE_NANOS) {
            send(Math.min(first + frames - nextSent, WINDOW - (nextSent - nextReceived)));
            if (receive() > 0) {
                lastArrival = System.nanoTime();
            }
        }
        return new Result(nextReceived - first, wrong, Duration.ofNanos(System.nanoTime() - start));
    }

    /**
     * Keeps the sender's ring full for a while and takes what arrives; what is still on its way is left there.
     *
     * @return frames received in that time
     */
    Result saturate(Duration time) {
        long start = System.nanoTime();
        int first = nextReceived;
        while (System.nanoTime() - start < time.toNanos()) {
            send(BURST);
            receive();
        }
        return new Result(nextReceived - first, wrong, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Takes what is still on its way, until nothing has arrived for a while. */
    void drain(Duration silence) {
        while (to.await(0, silence)) {
            receive();
        }
        nextReceived = nextSent;
    }

    private void send(int frames) {
        int burst = Math.min(frames, BURST);
        int done = 0;
        while (done < burst && from.send(0, TestFrame.number(sent, nextSent))) {
            nextSent++;
            done++;
        }
        if (done > 0) {
            from.flush(0);
        }
    }

    private int receive() {
        int count = 0;
        int length;
        while (count < BURST && (length = to.receive(0, received)) >= 0) {
            TestFrame.number(expected, nextReceived);
            if (!Arrays.equals(received, 0, length, expected, 0, expected.length)) {
                wrong++;
            }
            nextReceived++;
            count++;
        }
        return count;
    }
}
