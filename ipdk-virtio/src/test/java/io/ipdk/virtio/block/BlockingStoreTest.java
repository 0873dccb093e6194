package io.ipdk.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.block.protocol.BlockFeature;
import io.ipdk.virtio.block.protocol.BlockRequestType;
import io.ipdk.virtio.block.protocol.BlockStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that waits for a device holds up nobody but the requests that wait for it. */
class BlockingStoreTest {
    private static final byte[] BLOCK = TestData.random(512, 1);
    private static final long RING = VirtioFeature.VERSION_1 | VirtioFeature.INDIRECT_DESC;

    private final TestClock clock = new TestClock();
    private final TestStore store = new TestStore(1 << 20).blocking();
    private final VirtioBlockDevice device = new VirtioBlockDevice(
            BlockDeviceSpec.of("disk0").withQueues(2).withIoThreads(2),
            store,
            BlockDeviceListener.NONE,
            LatencyRecorder.NONE,
            clock);
    private TestGuest guest = new TestGuest(device, clock, RING | BlockFeature.FLUSH | BlockFeature.WRITE_ZEROES);

    @AfterEach
    void unplug() {
        guest.close();
        store.close();
    }

    private void awaitDone(TestRequest request) {
        await().until(() -> {
            guest.run();
            return request.isDone();
        });
    }

    private boolean isGateTaken() {
        boolean free = device.queue(0).tryEnter();
        if (free) {
            device.queue(0).exit();
        }
        return !free;
    }

    private void awaitCalls(BlockRequestType type, long count) {
        await().until(() -> {
            guest.run();
            return store.count(type) == count;
        });
    }

    @Test
    void requestsAreCarriedOutElsewhereAndAnsweredHere() {
        byte[] data = TestData.random(4096, 2);
        awaitDone(guest.write(0, data));
        TestRequest read = guest.read(0, 4096);
        awaitDone(read);

        assertThat(read.statusByte()).isEqualTo(BlockStatus.OK);
        assertThat(read.answerBytes()).isEqualTo(data);
        assertThat(read.usedLength()).isEqualTo(4097);
    }

    @Test
    void readsAndWritesGoOnWhileAFlushRuns() {
        Semaphore gate = store.gate(BlockRequestType.FLUSH);
        TestRequest flush = guest.flush();
        awaitCalls(BlockRequestType.FLUSH, 1);
        TestRequest write = guest.write(0, BLOCK);
        TestRequest read = guest.read(1, 0, 512);
        awaitDone(write);
        awaitDone(read);
        assertThat(flush.isDone()).isFalse();

        gate.release();
        awaitDone(flush);
    }

    @Test
    void flushesThatArriveDuringAFlushShareTheNextOne() {
        Semaphore gate = store.gate(BlockRequestType.FLUSH);
        TestRequest first = guest.flush();
        awaitCalls(BlockRequestType.FLUSH, 1);
        List<TestRequest> later = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            later.add(guest.flush());
        }
        guest.run();
        gate.release();
        awaitDone(first);
        awaitCalls(BlockRequestType.FLUSH, 2);
        assertThat(later).noneMatch(TestRequest::isDone);

        gate.release();
        later.forEach(this::awaitDone);
        assertThat(store.count(BlockRequestType.FLUSH)).isEqualTo(2);
    }

    @Test
    void aFlushThatFailsFailsForAllThatShareIt() {
        Semaphore gate = store.gate(BlockRequestType.FLUSH);
        TestRequest first = guest.flush();
        awaitCalls(BlockRequestType.FLUSH, 1);
        TestRequest second = guest.flush();
        TestRequest third = guest.flush();
        guest.run();
        gate.release();
        awaitDone(first);
        store.failOn(BlockRequestType.FLUSH, () -> new IllegalStateException("no"));
        gate.release();
        awaitDone(second);
        awaitDone(third);

        assertThat(first.statusByte()).isEqualTo(BlockStatus.OK);
        assertThat(second.statusByte()).isEqualTo(BlockStatus.IOERR);
        assertThat(third.statusByte()).isEqualTo(BlockStatus.IOERR);
    }

    @Test
    void writesThroughAreFlushedTogetherBeforeTheirAnswers() {
        guest.close();
        TestStore through = new TestStore(1 << 20).blocking();
        VirtioBlockDevice other = new VirtioBlockDevice(
                BlockDeviceSpec.of("disk1").withIoThreads(1),
                through,
                BlockDeviceListener.NONE,
                LatencyRecorder.NONE,
                clock);
        guest = new TestGuest(other, clock, RING);
        Semaphore gate = through.gate(BlockRequestType.FLUSH);
        TestRequest first = guest.write(0, BLOCK);
        await().until(() -> {
            guest.run();
            return through.count(BlockRequestType.FLUSH) == 1;
        });
        List<TestRequest> later = new ArrayList<>();
        for (int i = 1; i < 10; i++) {
            later.add(guest.write(i, BLOCK));
        }
        guest.run();
        assertThat(first.isDone()).isFalse();

        gate.release(20);
        awaitDone(first);
        later.forEach(this::awaitDone);
        assertThat(through.count(BlockRequestType.OUT)).isEqualTo(10);
        assertThat(through.calls().get(through.calls().size() - 1)).isEqualTo("FLUSH");
    }

    @Test
    void slowReadsRunSideBySide() {
        Semaphore gate = store.gate(BlockRequestType.IN);
        TestRequest first = guest.read(0, 512);
        TestRequest second = guest.read(1, 512);
        awaitCalls(BlockRequestType.IN, 2);
        TestRequest third = guest.read(2, 512);
        guest.run();
        assertThat(store.count(BlockRequestType.IN))
                .as("no more than I/O threads")
                .isEqualTo(2);

        gate.release(3);
        awaitDone(first);
        awaitDone(second);
        awaitDone(third);
    }

    @Test
    void stoppingARingWaitsForWhatTheStoreIsAt() {
        Semaphore gate = store.gate(BlockRequestType.OUT);
        List<TestRequest> writes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            writes.add(guest.write(i, BLOCK));
        }
        awaitCalls(BlockRequestType.OUT, 2);
        CompletableFuture<Integer> stopped = CompletableFuture.supplyAsync(() -> guest.stop(0));
        await().until(this::isGateTaken);
        assertThat(stopped).isNotDone();

        gate.release(5);
        assertThat(stopped.join()).isEqualTo(5);
        guest.collect();
        assertThat(writes).allMatch(write -> write.isDone() && write.statusByte() == BlockStatus.OK);
    }

    @Test
    void aFrontEndThatIsGoneIsForgottenOnceTheStoreLetsGoOfItsMemory() {
        Semaphore gate = store.gate(BlockRequestType.IN);
        for (int i = 0; i < 5; i++) {
            guest.read(i, 512);
        }
        awaitCalls(BlockRequestType.IN, 2);
        CompletableFuture<Void> gone = CompletableFuture.runAsync(() -> guest.abandon(0));
        await().until(this::isGateTaken);
        assertThat(gone).isNotDone();
        gate.release(5);
        gone.join();
        guest.collect();

        assertThat(guest.usedIndex(0)).isZero();
        assertThat(device.queue(0).ring()).isNull();
        guest.start(0, 5);
        store.gate(BlockRequestType.IN).release(100);
        awaitDone(guest.read(0, 512));
    }

    @Test
    void whoSleepsIsWokenForAnAnswer() {
        AtomicInteger woken = new AtomicInteger();
        device.watchWith(new TestWatch(woken));
        Semaphore gate = store.gate(BlockRequestType.IN);
        TestRequest read = guest.read(0, 512);
        awaitCalls(BlockRequestType.IN, 1);
        device.queue(0).kickWith(null);
        device.agent().arm();
        int before = woken.get();
        gate.release();

        await().until(() -> woken.get() > before);
        device.agent().disarm();
        awaitDone(read);
    }
}
