package io.ipdk.testkit.spdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.Ipu;
import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.SpdkStorage;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.error.HostException;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.spdk.SpdkClient;
import io.ipdk.nativeaccess.spdk.lvol.LvolStoreSpec;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import io.ipdk.unit.DataSize;
import io.ipdk.virtio.block.channel.BlockChannel;
import io.ipdk.virtio.block.channel.ChannelMemory;
import io.ipdk.virtio.block.channel.ChannelOptions;
import io.ipdk.virtio.block.channel.ChannelQueue;
import io.ipdk.virtio.block.channel.Completions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way of the data: a controller's socket is served by another process, and this one is not in between. */
@RequiresPeer(Peer.QEMU_STORAGE_DAEMON)
@Timeout(60)
class SpdkDiskIT {
    private static final int BLOCK = 4096;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void whatIsWrittenThroughTheSocketOutlivesSpdkAndTheIpu() throws IOException {
        try (SpdkDouble spdk =
                        SpdkDouble.start(directory, SpdkDoubleOptions.recorded().withDisks());
                SpdkClient client = SpdkClient.open(spdk.rpcSocket())) {
            makeStore(client);
            SpdkStorage storage = DiskBackend.spdk(spdk.rpcSocket());
            try (Ipu ipu = Ipu.open("soft:" + directory.resolve("state"))) {
                VirtualDisk disk = ipu.disks()
                        .plug(
                                "data",
                                d -> d.backedBy(storage.lvol("store", "v")).size(DataSize.mib(8)));
                Path socket = disk.info().socket().orElseThrow();
                try (BlockChannel channel = BlockChannel.connect(socket, ChannelOptions.defaults())) {
                    disk.awaitReady(PATIENCE);
                    assertThat(channel.size()).isEqualTo(DataSize.mib(8).bytes());
                    assertThat(exchange(channel, true)).isEqualTo(0x0707070707070707L);
                }
                spdk.stop();
                spdk.start();
                await().atMost(Duration.ofSeconds(20))
                        .ignoreExceptionsInstanceOf(HostException.class)
                        .until(() -> client.bdevs().list().isEmpty());
                client.files().createAio("base", directory.resolve("base.img"), 512);
                await().atMost(PATIENCE)
                        .until(() -> client.vhost().find("ipdk-disk-data").isPresent());
                disk.update(d -> d.size(DataSize.mib(16)));
                try (BlockChannel channel = BlockChannel.connect(socket, ChannelOptions.defaults())) {
                    assertThat(channel.size()).isEqualTo(DataSize.mib(16).bytes());
                    assertThat(exchange(channel, false)).isEqualTo(0x0707070707070707L);
                }
                assertThat(disk.unplug(UnplugMode.graceful(PATIENCE))).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
                assertThat(client.vhost().list()).isEmpty();
            }
        }
    }

    private void makeStore(SpdkClient client) throws IOException {
        Path image = directory.resolve("base.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(64 << 20);
        }
        client.files().createAio("base", image, 512);
        client.lvolStores().create(LvolStoreSpec.of("base", "store").withClusterSize(DataSize.mib(1)));
    }

    /** Writes a block if asked to, and reads it; answers its first bytes. */
    private static long exchange(BlockChannel channel, boolean write) {
        ChannelQueue queue = channel.queue(0);
        ChannelMemory memory = channel.register(BLOCK);
        if (write) {
            RawMemory.fill(memory.address(), BLOCK, (byte) 7);
            queue.write(BLOCK, memory.address(), BLOCK, 1);
            finish(queue);
            queue.flush(2);
            finish(queue);
            RawMemory.fill(memory.address(), BLOCK, (byte) 0);
        }
        queue.read(BLOCK, memory.address(), BLOCK, 3);
        finish(queue);
        return RawMemory.getLong(memory.address());
    }

    private static void finish(ChannelQueue queue) {
        Completions completions = new Completions(1);
        queue.submit();
        while (queue.poll(completions) == 0) {
            Thread.onSpinWait();
        }
        assertThat(completions.isOk(0)).isTrue();
    }
}
