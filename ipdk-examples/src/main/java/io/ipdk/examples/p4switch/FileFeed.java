package io.ipdk.examples.p4switch;

import io.ipdk.error.IpdkException;
import io.ipdk.p4target.device.PacketWorker;
import io.ipdk.p4target.pcap.PcapReplay;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The packet thread of ports with files: after some time it takes all packets in the order of their times. Thread-safe. */
final class FileFeed implements AutoCloseable {
    private final Logger log = LoggerFactory.getLogger(FileFeed.class);
    private final PcapReplay replay;
    private final Duration delay;
    private final PacketWorker worker;
    private final PacketLog packets;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "packets");

    FileFeed(PcapReplay replay, Duration delay, PacketWorker worker, PacketLog packets) {
        this.replay = replay;
        this.delay = delay;
        this.worker = worker;
        this.packets = packets;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            if (closing.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            return;
        }
        while (step()) {
            if (closing.getCount() == 0) {
                return;
            }
        }
    }

    private boolean step() {
        try {
            return replay.step((port, bytes, offset, length) -> packets.process(worker, port, bytes, length));
        } catch (IpdkException e) {
            log.error("the rest of a file is left out", e);
            return true;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        replay.close();
    }
}
