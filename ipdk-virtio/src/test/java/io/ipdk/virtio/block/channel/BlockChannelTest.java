package io.ipdk.virtio.block.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.ipdk.error.IpdkException;
import io.ipdk.error.UnsupportedException;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.virtio.agent.AgentRunner;
import io.ipdk.virtio.block.BlockDeviceListener;
import io.ipdk.virtio.block.BlockDeviceSpec;
import io.ipdk.virtio.block.LatencyRecorder;
import io.ipdk.virtio.block.VirtioBlockDevice;
import io.ipdk.virtio.block.protocol.BlockStatus;
import io.ipdk.virtio.block.store.MemoryStore;
import io.ipdk.virtio.vhostuser.VhostUserOptions;
import io.ipdk.virtio.vhostuser.VhostUserServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The channel on a disk of our own, over a real socket. */
@Timeout(60)
class BlockChannelTest {
    private static final int MIB = 1 << 20;
    private static final int BLOCK = 4096;
    private static final int DEPTH = 32;
    private static final int ROUNDS = 500;

    @TempDir
    Path directory;

    private final MemoryStore store = new MemoryStore(16 * MIB);
    private VirtioBlockDevice device;
    private AgentRunner runner;
    private VhostUserServer server;

    @BeforeEach
    void serve() {
        device = new VirtioBlockDevice(
                BlockDeviceSpec.of("disk0").withQueues(2), store, BlockDeviceListener.NONE, LatencyRecorder.NONE);
        runner = AgentRunner.start(device.agent());
        device.watchWith(runner);
        server = VhostUserServer.listen(directory.resolve("d.sock"), device, VhostUserOptions.defaults());
    }

    @AfterEach
    void stop() {
        server.close();
        runner.close();
        device.close();
        store.close();
    }

    private BlockChannel connect(ChannelOptions options) {
        return BlockChannel.connect(server.path(), options);
    }

    private BlockChannel connect() {
        return connect(ChannelOptions.defaults().withDepth(DEPTH));
    }

    /** Waits for so many requests, all of which must have gone well. */
    private static void finish(ChannelQueue queue, int count) {
        Completions completions = new Completions(8);
        queue.submit();
        for (int done = 0; done < count; ) {
            int came = queue.poll(completions);
            for (int i = 0; i < came; i++) {
                assertThat(BlockStatus.name(completions.status(i))).isEqualTo("OK");
            }
            done += came;
            Thread.onSpinWait();
        }
    }

    @Test
    void aBurstOfWritesIsReadBackInABurst() {
        try (BlockChannel channel = connect()) {
            assertThat(channel.size()).isEqualTo(16 * MIB);
            assertThat(channel.isReadOnly()).isFalse();
            ChannelQueue queue = channel.queue(0);
            ChannelMemory out = channel.register((long) DEPTH * BLOCK);
            ChannelMemory in = channel.register((long) DEPTH * BLOCK);
            for (int i = 0; i < DEPTH; i++) {
                RawMemory.fill(out.at((long) i * BLOCK, BLOCK), BLOCK, (byte) (i + 1));
                assertThat(queue.write((long) i * BLOCK, out.at((long) i * BLOCK, BLOCK), BLOCK, i))
                        .isTrue();
            }
            assertThat(queue.room()).isZero();
            assertThat(queue.flush(99)).isFalse();
            finish(queue, DEPTH);
            queue.flush(99);
            finish(queue, 1);
            for (int i = 0; i < DEPTH; i++) {
                queue.read((long) i * BLOCK, in.at((long) i * BLOCK, BLOCK), BLOCK, i);
            }
            finish(queue, DEPTH);

            for (int i = 0; i < DEPTH; i++) {
                assertThat(RawMemory.getLong(in.at((long) i * BLOCK, 8))).isEqualTo(0x0101010101010101L * (i + 1));
            }
            assertThat(queue.inFlight()).isZero();
            assertThat(queue.brokenReason()).isNull();
        }
    }

    @Test
    void tokensComeBackWithTheirStatus() {
        try (BlockChannel channel = connect()) {
            ChannelQueue queue = channel.queue(0);
            ChannelMemory data = channel.register(BLOCK);
            Completions completions = new Completions(4);
            queue.read(0, data.address(), BLOCK, Long.MIN_VALUE);
            queue.submit();
            while (queue.poll(completions) == 0) {
                Thread.onSpinWait();
            }
            assertThat(completions.token(0)).isEqualTo(Long.MIN_VALUE);
            assertThat(completions.isOk(0)).isTrue();
            queue.read(16 * MIB, data.address(), BLOCK, 7);
            queue.submit();
            while (queue.poll(completions) == 0) {
                Thread.onSpinWait();
            }
            assertThat(completions.token(0)).isEqualTo(7);
            assertThat(completions.status(0)).as("behind the end").isEqualTo(BlockStatus.IOERR);
            assertThatThrownBy(() -> completions.token(1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void discardedAndZeroedRangesReadAsZeros() {
        try (BlockChannel channel = connect()) {
            ChannelQueue queue = channel.queue(0);
            ChannelMemory data = channel.register(2L * BLOCK);
            RawMemory.fill(data.address(), 2 * BLOCK, (byte) 5);
            queue.write(0, data.address(), 2 * BLOCK, 1);
            finish(queue, 1);
            queue.writeZeroes(0, BLOCK, true, 2);
            queue.discard(BLOCK, BLOCK, 3);
            finish(queue, 2);
            queue.read(0, data.address(), BLOCK, 4);
            finish(queue, 1);

            assertThat(RawMemory.getLong(data.address())).isZero();
        }
    }

    @Test
    void memoryThatWasNotRegisteredIsRefused() {
        try (BlockChannel channel = connect()) {
            ChannelQueue queue = channel.queue(0);
            ChannelMemory data = channel.register(BLOCK);

            assertThatThrownBy(() -> queue.read(0, data.address() + 1, BLOCK, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("registered");
            assertThatThrownBy(() -> queue.write(0, 4096, BLOCK, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> queue.write(0, data.address(), 0, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> data.at(1, BLOCK)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(queue.inFlight()).isZero();
        }
    }

    @Test
    void eachPollerHasAQueueOfItsOwn() {
        try (BlockChannel channel =
                connect(ChannelOptions.defaults().withQueues(2).withDepth(DEPTH))) {
            ChannelMemory data = channel.register(2L * MIB);
            CompletableFuture<?>[] pollers = new CompletableFuture<?>[2];
            for (int q = 0; q < 2; q++) {
                int number = q;
                pollers[q] = CompletableFuture.runAsync(() -> {
                    ChannelQueue queue = channel.queue(number);
                    long address = data.at((long) number * MIB, MIB);
                    for (int round = 0; round < 50; round++) {
                        for (int i = 0; i < DEPTH; i++) {
                            queue.write((long) (number * DEPTH + i) * BLOCK, address, BLOCK, i);
                        }
                        finish(queue, DEPTH);
                    }
                });
            }
            CompletableFuture.allOf(pollers).join();
            assertThat(device.stats().writes()).isEqualTo(2 * 50 * DEPTH);
        }
        assertThatThrownBy(() -> connect(ChannelOptions.defaults().withQueues(3)))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("has 2 queues");
    }

    @Test
    void nothingIsAllocatedForARequest() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (BlockChannel channel = connect()) {
            ChannelMemory data = channel.register(BLOCK);
            Completions completions = new Completions(DEPTH);
            rounds(channel.queue(0), data.address(), completions, ROUNDS);
            long before = threads.getCurrentThreadAllocatedBytes();
            rounds(channel.queue(0), data.address(), completions, ROUNDS);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("far below a byte a request; measuring is not free")
                    .isLessThan(ROUNDS * DEPTH / 4);
        }
    }

    private static void rounds(ChannelQueue queue, long address, Completions completions, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < DEPTH; i++) {
                queue.read((long) i * BLOCK, address, BLOCK, i);
            }
            queue.submit();
            for (int done = 0; done < DEPTH; ) {
                done += queue.poll(completions);
            }
        }
    }

    @Test
    void aBackEndThatGoesAwayLeavesAChannelThatCanBeClosed() {
        try (BlockChannel channel = connect()) {
            ChannelMemory data = channel.register(BLOCK);
            server.close();
            channel.queue(0).read(0, data.address(), BLOCK, 1);
            channel.queue(0).submit();
            assertThat(channel.queue(0).poll(new Completions(1))).isZero();
            assertThatThrownBy(channel::size).isInstanceOf(IpdkException.class);
        }
    }

    @Test
    void optionsOutsideTheirRangesAreNamed() {
        assertThatThrownBy(() -> ChannelOptions.defaults().withDepth(0)).hasMessageContaining("depth 0");
        assertThatThrownBy(() -> ChannelOptions.defaults().withQueues(0)).hasMessageContaining("queues 0");
        assertThat(ChannelOptions.defaults().withDepth(100).ringSize(true)).isEqualTo(128);
        assertThat(ChannelOptions.defaults().withDepth(128).ringSize(false)).isEqualTo(512);
    }
}
