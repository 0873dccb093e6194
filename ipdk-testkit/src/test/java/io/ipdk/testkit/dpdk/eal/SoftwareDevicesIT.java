package io.ipdk.testkit.dpdk.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.ForeignLayouts;
import io.ipdk.nativeaccess.dpdk.LayoutReport;
import io.ipdk.nativeaccess.dpdk.Lcore;
import io.ipdk.nativeaccess.dpdk.layout.DpdkAbi;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufBurst;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufPool;
import io.ipdk.nativeaccess.dpdk.port.EthPort;
import io.ipdk.nativeaccess.dpdk.port.EthPortSpec;
import io.ipdk.nativeaccess.dpdk.port.RxQueue;
import io.ipdk.nativeaccess.dpdk.port.TxQueue;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Frames over each of DPDK's devices that need no hardware. */
@RequiresPeer(Peer.DPDK)
@ExtendWith(SharedEal.class)
class SoftwareDevicesIT {
    private static final int MBUFS = 2047;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Eal eal;
    private MbufPool pool;

    @TempDir
    Path directory;

    SoftwareDevicesIT(Eal eal) {
        this.eal = eal;
    }

    @BeforeEach
    void createPool() {
        pool = MbufPool.create(eal, "devices", MBUFS);
    }

    @AfterEach
    void allMbufsAreBack() {
        assertThat(pool.availableCount()).isEqualTo(MBUFS);
        pool.close();
    }

    @Test
    void layoutsOfAnotherAbiAreRefusedBeforeAnythingIsTouched() {
        DpdkAbi running = eal.abi();
        DpdkAbi other = running == DpdkAbi.ABI_23 ? DpdkAbi.ABI_24 : DpdkAbi.ABI_23;

        LayoutReport report = ForeignLayouts.prove(eal, other);

        assertThat(report.agrees()).isFalse();
        assertThat(report.checks())
                .filteredOn(check -> !check.agrees())
                .extracting(LayoutReport.Check::subject)
                .contains("dev_info.max_rx_queues");
        assertThat(report.toString()).contains("expected 1024");
        assertThat(ForeignLayouts.prove(eal, running).agrees()).isTrue();
    }

    @Test
    void aCaptureFileIsWrittenAndReadBack() throws Exception {
        Path file = directory.resolve("frames.pcap");
        try (EthPort writer = start("net_pcap0", "tx_pcap=" + file)) {
            OnLcore.run(eal, lcore -> {
                try (TxQueue queue = writer.txQueue(0, lcore)) {
                    assertThat(queue.send(frames(lcore, 10, 100))).isEqualTo(10);
                }
            });
        }

        try (EthPort reader = start("net_pcap1", "rx_pcap=" + file)) {
            assertThat(receive(reader, 10)).containsExactlyElementsOf(payloads(10, 100));
        }
    }

    @Test
    @RequiresPeer(Peer.ROOT)
    void aTapAndAPacketSocketMeetInTheKernel() throws Exception {
        try (EthPort tap = start("net_tap0", "iface=ipdkdpdk0");
                EthPort socket = start("net_af_packet0", "iface=ipdkdpdk0")) {
            assertThat(tap.info().driver()).isEqualTo("net_tap");
            pass(tap, socket);
        }
    }

    @Test
    void avhostPortAndAVirtioUserPortAreEachOthersPeer() throws Exception {
        Path socket = directory.resolve("vhost.sock");
        try (EthPort back = start("net_vhost0", "iface=" + socket + ",queues=1");
                EthPort front = start("net_virtio_user0", "path=" + socket + ",queues=1")) {
            await().atMost(PATIENCE).until(() -> back.link().up());
            pass(front, back);
            pass(back, front);
        }
    }

    private EthPort start(String name, String parameters) {
        EthPort port = EthPort.plug(eal, name, parameters);
        port.configure(EthPortSpec.of(pool).descriptors(256, 256));
        port.start();
        return port;
    }

    /** Sends frames on one port until one of them is received on the other, among whatever the kernel says there. */
    private void pass(EthPort from, EthPort to) throws Exception {
        String wanted = payloads(1, 200).get(0);
        OnLcore.run(eal, lcore -> {
            try (TxQueue send = from.txQueue(0, lcore);
                    RxQueue receive = to.rxQueue(0, lcore)) {
                MbufBurst in = new MbufBurst(lcore, 32);
                List<String> seen = new ArrayList<>();
                await().atMost(PATIENCE)
                        .pollInSameThread()
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> {
                            MbufBurst out = frames(lcore, 1, 200);
                            send.send(out);
                            out.free();
                            receive.poll(in);
                            collect(in, seen);
                            return seen.contains(wanted);
                        });
                while (receive.poll(in) > 0) {
                    in.free();
                }
            }
        });
    }

    private List<String> receive(EthPort port, int count) throws Exception {
        return OnLcore.call(eal, lcore -> {
            List<String> seen = new ArrayList<>();
            try (RxQueue queue = port.rxQueue(0, lcore)) {
                MbufBurst burst = new MbufBurst(lcore, 32);
                await().atMost(PATIENCE).pollInSameThread().until(() -> {
                    queue.poll(burst);
                    collect(burst, seen);
                    return seen.size() >= count;
                });
            }
            return seen;
        });
    }

    private static void collect(MbufBurst burst, List<String> seen) {
        for (int i = 0; i < burst.size(); i++) {
            byte[] frame = new byte[burst.length(i)];
            burst.copyTo(i, frame, 0);
            seen.add(java.util.HexFormat.of().formatHex(frame));
        }
        burst.free();
    }

    private MbufBurst frames(Lcore lcore, int count, int length) {
        MbufBurst burst = new MbufBurst(lcore, count);
        assertThat(pool.source(lcore).allocate(burst, count, length)).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            burst.copyFrom(i, frame(i, length), 0, length);
        }
        return burst;
    }

    private static List<String> payloads(int count, int length) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(java.util.HexFormat.of().formatHex(frame(i, length)));
        }
        return all;
    }

    /** A broadcast of a local experimental EtherType. */
    private static byte[] frame(int number, int length) {
        byte[] frame = new byte[length];
        java.util.Arrays.fill(frame, 0, 6, (byte) 0xff);
        frame[6] = 2;
        frame[12] = (byte) 0x88;
        frame[13] = (byte) 0xb5;
        for (int i = 14; i < length; i++) {
            frame[i] = (byte) (number + i);
        }
        return frame;
    }
}
