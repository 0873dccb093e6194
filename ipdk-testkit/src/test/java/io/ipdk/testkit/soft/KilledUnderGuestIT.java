package io.ipdk.testkit.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.Ipu;
import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.disk.VirtualDisk;
import io.ipdk.port.VirtualPort;
import io.ipdk.testkit.guest.Guest;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application is killed with -9, again and again, while a real guest reads and writes its disk. */
@RequiresPeer({Peer.QEMU, Peer.CLOUD_KERNEL, Peer.BUSYBOX})
class KilledUnderGuestIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int DEATHS = 3;
    private static final int WRITERS = 4;
    private static final int BLOCK = 16 << 10;

    /** Blocks that a writer has for itself and writes in turn, again and again. */
    private static final int BLOCKS = 16;

    /** Writes its number all over a block, makes it durable, then notes that it has; until it is told to stop. */
    private static final String WRITER = """
            ( i=0; while ! test -e /tmp/stop; do
                yes "writer @ step $i" | head -c 16384 | dd of=/dev/vda bs=16k iflag=fullblock \
                    seek=$((@ * 16 + i % 16)) oflag=direct conv=fsync status=none || echo $i >> /tmp/failed
                echo $i > /tmp/acked.@.new && mv /tmp/acked.@.new /tmp/acked.@
                i=$((i + 1))
              done; touch /tmp/stopped.@ ) > /tmp/writer.@ 2>&1 &
            """;

    /** Reads, which overtake the writes that wait for their limit, so that the disk answers out of order. */
    private static final String READER = """
            ( while ! test -e /tmp/stop; do
                dd if=/dev/vda of=/dev/null bs=4k count=256 skip=12288 iflag=direct status=none || echo r >> /tmp/failed
              done; touch /tmp/stopped.r ) > /tmp/reader 2>&1 &
            """;

    /** Many large writes at a time. */
    private static final String FLOOD = """
            ( while ! test -e /tmp/stop; do
                dd if=/dev/zero of=/dev/vda bs=64k seek=512 count=64 conv=fsync status=none || echo f >> /tmp/failed
              done; touch /tmp/stopped.f ) > /tmp/flood 2>&1 &
            """;

    @TempDir
    Path directory;

    private Guest guest;

    @BeforeEach
    void boot() {
        guest = Guest.start();
    }

    @AfterEach
    void shutDown() {
        guest.close();
    }

    private String uri() {
        return "soft:" + directory.resolve("s") + "?bus=qemu&qmp=" + guest.qmpSocket();
    }

    private Path image() {
        return directory.resolve("data.raw");
    }

    private ForkedApplication application() throws IOException {
        return ForkedApplication.start(ServingApplication.class, directory, uri(), image().toString());
    }

    private void awaitInGuest(String condition) {
        await(condition).atMost(PATIENCE).until(() -> guest.run(condition).succeeded());
    }

    /** How often each writer has seen a write complete. */
    private int[] acked() {
        return IntStream.range(0, WRITERS)
                .map(w -> Integer.parseInt(guest.check("cat /tmp/acked." + w + " 2> /dev/null || echo -1")))
                .toArray();
    }

    private void awaitProgress(int steps) {
        int[] before = acked();
        await("each writer goes on").atMost(PATIENCE).until(() -> {
            int[] now = acked();
            return IntStream.range(0, WRITERS).allMatch(w -> now[w] >= before[w] + steps);
        });
    }

    @Test
    void whatTheGuestSawCompleteIsThereAndItsWorkGoesOn() throws Exception {
        ForkedApplication application = application();
        try {
            awaitInGuest("test -b /dev/vda && test -e /sys/class/net/eth1");
            guest.check("ip link set eth0 up; ip link set eth1 up; ip addr add 10.0.0.1/24 dev eth0");
            for (int w = 0; w < WRITERS; w++) {
                guest.check(WRITER.replace("@", String.valueOf(w)));
            }
            guest.check(READER);
            guest.check(FLOOD);
            for (int death = 0; death < DEATHS; death++) {
                awaitProgress(2 * BLOCKS / DEATHS);
                application.close();
                awaitInGuest("test $(cat /sys/class/net/eth0/carrier) = 0");
                application = application();
                awaitInGuest("test $(cat /sys/class/net/eth0/carrier) = 1");
            }
            awaitProgress(BLOCKS);
        } finally {
            application.close();
        }

        try (Ipu ipu = Ipu.open(uri())) {
            VirtualDisk disk = ipu.disks().get(ServingApplication.DISK);
            VirtualPort port = ipu.ports().get(ServingApplication.PORTS.get(0));
            assertThat(port.spec()).isEqualTo(ServingApplication.portSpec(0));
            assertThat(disk.spec()).isEqualTo(ServingApplication.diskSpec(image()));
            assertThat(disk.awaitReady(PATIENCE).isReady()).isTrue();
            assertThat(port.awaitReady(PATIENCE).isReady()).isTrue();
            guest.check("touch /tmp/stop");
            awaitInGuest("test $(ls /tmp/stopped.* | wc -l) = " + (WRITERS + 2));

            assertThat(guest.run("cat /tmp/failed").output()).contains("No such file");
            assertThat(guest.check("dmesg | grep -c 'I/O error' || true")).isEqualTo("0");
            assertEveryBlockHoldsTheLastWrite();
            assertTheGuestReadsWhatIsThere();

            assertFramesCross();
            assertThat(disk.unplug(UnplugMode.graceful(PATIENCE))).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
        }
    }

    private void assertFramesCross() {
        long before = received();
        // Nobody answers, but the question goes from one port to the other.
        guest.run("ping -c 3 -W 1 -I eth0 10.0.0.2");
        await().atMost(PATIENCE).until(() -> received() > before);
    }

    private long received() {
        return Long.parseLong(guest.check("cat /sys/class/net/eth1/statistics/rx_packets"));
    }

    /** No write is lost, and none that was done again has come after a later one. */
    private void assertEveryBlockHoldsTheLastWrite() throws IOException {
        int[] acked = acked();
        byte[] block = new byte[BLOCK];
        try (RandomAccessFile file = new RandomAccessFile(image().toFile(), "r")) {
            for (int w = 0; w < WRITERS; w++) {
                for (int i = acked[w]; i > acked[w] - BLOCKS; i--) {
                    file.seek((w * BLOCKS + i % BLOCKS) * (long) BLOCK);
                    file.readFully(block);
                    String line = "writer " + w + " step " + i + "\n";
                    assertThat(new String(block, StandardCharsets.US_ASCII))
                            .isEqualTo(line.repeat(BLOCK / line.length() + 1).substring(0, BLOCK));
                }
            }
        }
    }

    private void assertTheGuestReadsWhatIsThere() throws Exception {
        String seen = guest.check("echo 3 > /proc/sys/vm/drop_caches; dd if=/dev/vda bs=16k count=" + WRITERS * BLOCKS
                + " status=none | sha256sum | cut -d ' ' -f 1");
        assertThat(seen).isEqualTo(sha256(WRITERS * BLOCKS * BLOCK));
    }

    /** Of the first bytes of the image. */
    private String sha256(int bytes) throws Exception {
        try (InputStream file = Files.newInputStream(image())) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file.readNBytes(bytes)));
        }
    }
}
