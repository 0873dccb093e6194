package io.ipdk.virtio.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.block.protocol.BlockStatus;
import io.ipdk.virtio.block.store.BlockStore;
import io.ipdk.virtio.block.store.SegmentList;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/**
 * The promise of FLUSH under a power cut: whatever was answered before a flush was submitted is on stable storage when the
 * flush is answered, however many requests are on their way and whoever carries them out.
 */
class FlushOrderTest {
    private static final int SECTORS = 64;
    private static final int REQUESTS = 5_000;
    private static final int IN_FLIGHT = 16;

    private final TestClock clock = new TestClock();
    private final SplittableRandom random = new SplittableRandom(1);

    private record Write(TestRequest request, int sector, long version) {}

    private record Flush(TestRequest request, List<Long> answeredBefore) {}

    @Test
    void whatWasAnsweredBeforeAFlushSurvivesItsAnswer() {
        PowerCutStore store = new PowerCutStore();
        VirtioBlockDevice device = new VirtioBlockDevice(
                BlockDeviceSpec.of("disk0").withIoThreads(4),
                store,
                BlockDeviceListener.NONE,
                LatencyRecorder.NONE,
                clock);
        try (store;
                TestGuest guest = new TestGuest(device, clock)) {
            List<Write> writes = new ArrayList<>();
            List<Flush> flushes = new ArrayList<>();
            long[] answered = new long[SECTORS];
            boolean[] busy = new boolean[SECTORS];
            int flushed = 0;
            for (int i = 1; i <= REQUESTS; i++) {
                while (writes.size() + flushes.size() >= IN_FLIGHT) {
                    flushed += collect(guest, store, writes, flushes, answered, busy);
                }
                int sector = random.nextInt(SECTORS);
                if (random.nextInt(8) == 0) {
                    flushes.add(new Flush(
                            guest.flush(), Arrays.stream(answered).boxed().toList()));
                } else if (!busy[sector]) {
                    busy[sector] = true;
                    writes.add(new Write(guest.write(sector, block(i)), sector, i));
                }
                guest.run();
            }
            await().until(() -> {
                collect(guest, store, writes, flushes, answered, busy);
                return writes.isEmpty() && flushes.isEmpty();
            });
            assertThat(flushed).isGreaterThan(REQUESTS / 20);
            assertThat(store.flushes).isLessThanOrEqualTo(REQUESTS / 4);
        }
    }

    private static byte[] block(long version) {
        return ByteBuffer.allocate(512).putLong(version).array();
    }

    private int collect(
            TestGuest guest,
            PowerCutStore store,
            List<Write> writes,
            List<Flush> flushes,
            long[] answered,
            boolean[] busy) {
        guest.run();
        int done = 0;
        for (Flush flush : List.copyOf(flushes)) {
            if (flush.request().isDone()) {
                assertThat(flush.request().statusByte()).isEqualTo(BlockStatus.OK);
                for (int sector = 0; sector < SECTORS; sector++) {
                    assertThat(store.durable.get(sector))
                            .as("sector %s after a power cut", sector)
                            .isGreaterThanOrEqualTo(flush.answeredBefore().get(sector));
                }
                flushes.remove(flush);
                done++;
            }
        }
        for (Write write : List.copyOf(writes)) {
            if (write.request().isDone()) {
                answered[write.sector()] = write.version();
                busy[write.sector()] = false;
                writes.remove(write);
            }
        }
        return done;
    }

    /** Keeps the version of each sector; a flush makes durable only what was there when it began, as late as it can. */
    private static final class PowerCutStore implements BlockStore {
        final AtomicLongArray cached = new AtomicLongArray(SECTORS);
        final AtomicLongArray durable = new AtomicLongArray(SECTORS);
        volatile int flushes;

        @Override
        public long size() {
            return SECTORS * 512;
        }

        @Override
        public boolean readOnly() {
            return false;
        }

        @Override
        public boolean mayBlock() {
            return true;
        }

        @Override
        public void read(long offset, SegmentList target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(long offset, SegmentList source) {
            dawdle(200);
            long version = Long.reverseBytes(RawMemory.getLong(source.address(0)));
            cached.set((int) (offset / 512), version);
        }

        @Override
        public synchronized void flush() {
            long[] seen = new long[SECTORS];
            for (int i = 0; i < SECTORS; i++) {
                seen[i] = cached.get(i);
            }
            dawdle(5_000);
            for (int i = 0; i < SECTORS; i++) {
                durable.set(i, seen[i]);
            }
            flushes++;
        }

        private static void dawdle(int spins) {
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void discard(long offset, long bytes) {}

        @Override
        public void writeZeroes(long offset, long bytes, boolean mayUnmap) {}

        @Override
        public void grow(long bytes) {}

        @Override
        public void close() {}
    }
}
