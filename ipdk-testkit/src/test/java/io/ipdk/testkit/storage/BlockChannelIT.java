package io.ipdk.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import io.ipdk.virtio.block.channel.BlockChannel;
import io.ipdk.virtio.block.channel.ChannelMemory;
import io.ipdk.virtio.block.channel.ChannelOptions;
import io.ipdk.virtio.block.channel.ChannelQueue;
import io.ipdk.virtio.block.channel.Completions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The channel on a back end that is not ours. */
@RequiresPeer(Peer.QEMU_STORAGE_DAEMON)
@Timeout(60)
class BlockChannelIT {
    private static final int BLOCK = 4096;
    private static final int BLOCKS = 1024;
    private static final int DEPTH = 64;

    @TempDir
    Path directory;

    @Test
    void everyBlockIsWrittenAndReadBackInBursts() throws IOException {
        Path image = directory.resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) BLOCKS * BLOCK);
        }
        try (StorageDaemon daemon =
                        StorageDaemon.start(directory.resolve("qsd.sock"), StorageDaemonOptions.rawFile(image));
                BlockChannel channel = BlockChannel.connect(
                        daemon.socket(), ChannelOptions.defaults().withDepth(DEPTH))) {
            assertThat(channel.size()).isEqualTo((long) BLOCKS * BLOCK);
            ChannelQueue queue = channel.queue(0);
            ChannelMemory memory = channel.register((long) BLOCKS * BLOCK);
            for (int i = 0; i < BLOCKS; i++) {
                RawMemory.fill(memory.at((long) i * BLOCK, BLOCK), BLOCK, (byte) (i % 251));
            }
            all(queue, memory, true);
            queue.flush(0);
            drain(queue, 1);
            RawMemory.fill(memory.address(), BLOCKS * BLOCK, (byte) 0);
            all(queue, memory, false);

            for (int i = 0; i < BLOCKS; i++) {
                assertThat(RawMemory.getByte(memory.at((long) i * BLOCK + BLOCK - 1, 1)))
                        .isEqualTo((byte) (i % 251));
            }
            queue.writeZeroes(0, BLOCK, true, 0);
            queue.discard(BLOCK, BLOCK, 1);
            drain(queue, 2);
            queue.read(0, memory.address(), BLOCK, 0);
            drain(queue, 1);
            assertThat(RawMemory.getLong(memory.address())).isZero();
            assertThat(queue.wakeUps()).as("at most one a burst").isLessThan(3L * BLOCKS);
        }
    }

    private static void all(ChannelQueue queue, ChannelMemory memory, boolean write) {
        Completions completions = new Completions(DEPTH);
        int next = 0;
        for (int done = 0; done < BLOCKS; ) {
            for (; next < BLOCKS && queue.room() > 0; next++) {
                long offset = (long) next * BLOCK;
                long address = memory.at(offset, BLOCK);
                assertThat(write ? queue.write(offset, address, BLOCK, next) : queue.read(offset, address, BLOCK, next))
                        .isTrue();
            }
            queue.submit();
            done += checked(queue, completions);
        }
    }

    private static void drain(ChannelQueue queue, int count) {
        Completions completions = new Completions(count);
        queue.submit();
        for (int done = 0; done < count; ) {
            done += checked(queue, completions);
        }
    }

    private static int checked(ChannelQueue queue, Completions completions) {
        int came = queue.poll(completions);
        for (int i = 0; i < came; i++) {
            assertThat(completions.isOk(i)).isTrue();
        }
        return came;
    }
}
