package io.ipdk.testkit.dpdk.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.ipdk.error.ClosedException;
import io.ipdk.error.NotFoundException;
import io.ipdk.nativeaccess.dpdk.DpdkException;
import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.LayoutReport;
import io.ipdk.nativeaccess.dpdk.Lcore;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufBurst;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufPool;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufSource;
import io.ipdk.nativeaccess.dpdk.port.EthPort;
import io.ipdk.nativeaccess.dpdk.port.EthPortSpec;
import io.ipdk.nativeaccess.dpdk.port.RssSettings;
import io.ipdk.nativeaccess.dpdk.port.RssType;
import io.ipdk.nativeaccess.dpdk.port.RxQueue;
import io.ipdk.nativeaccess.dpdk.port.TxQueue;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A port that gives 64-byte packets without end and takes all: what a poller, and whoever watches it, can rely on. */
@RequiresPeer(Peer.DPDK)
@ExtendWith(SharedEal.class)
class NullPortIT {
    private static final int MBUFS = 1023;

    private final Eal eal;
    private MbufPool pool;
    private EthPort port;

    NullPortIT(Eal eal) {
        this.eal = eal;
    }

    @BeforeEach
    void plug() {
        pool = MbufPool.create(eal, "null-port", MBUFS, 64, MbufPool.DEFAULT_ROOM);
        port = EthPort.plug(eal, "net_null_it", "size=64,copy=0");
    }

    @AfterEach
    void allMbufsAreBack() {
        port.close();
        assertThat(pool.availableCount()).isEqualTo(MBUFS);
        pool.close();
    }

    @Test
    void theLayoutsWereProvenAtTheStart() {
        assertThat(eal.layouts().agrees()).isTrue();
        assertThat(eal.layouts().checks())
                .extracting(LayoutReport.Check::subject)
                .contains("mbuf.pool", "mbuf.pkt_len", "fp_ops.rx_pkt_burst's library", "mempool_cache.size");
    }

    @Test
    void whatIsPolledIsSentOrFreedAndTheCountsAgree() throws Exception {
        start(1);

        OnLcore.run(eal, lcore -> {
            try (RxQueue receive = port.rxQueue(0, lcore);
                    TxQueue send = port.txQueue(0, lcore)) {
                MbufBurst burst = new MbufBurst(lcore, 32);
                for (int round = 0; round < 100; round++) {
                    assertThat(receive.poll(burst)).isEqualTo(32);
                    assertThat(burst.length(31)).isEqualTo(64);
                    if (round % 2 == 0) {
                        assertThat(send.send(burst)).isEqualTo(32);
                    } else {
                        burst.free();
                    }
                    assertThat(burst.isEmpty()).isTrue();
                }
                assertThat(receive.poll(burst)).isEqualTo(32);
                assertThat(pool.availableCount()).isEqualTo(MBUFS - 32);
                burst.freeFrom(10);
                assertThat(pool.availableCount()).isEqualTo(MBUFS - 10);
                burst.free();
            }
        });

        assertThat(port.stats().receivedPackets()).isEqualTo(101 * 32);
        assertThat(port.stats().sentPackets()).isEqualTo(50 * 32);
        assertThat(port.extendedStats()).containsEntry("rx_good_packets", 101L * 32);
        port.resetStats();
        assertThat(port.stats().receivedPackets()).isZero();
    }

    @Test
    void aPacketCostsNoAllocation() throws Exception {
        start(1);

        long allocated = OnLcore.call(eal, lcore -> {
            try (RxQueue receive = port.rxQueue(0, lcore);
                    TxQueue send = port.txQueue(0, lcore)) {
                MbufBurst burst = new MbufBurst(lcore, 32);
                MbufSource source = pool.source(lcore);
                long least = Long.MAX_VALUE;
                for (int batch = 0; batch < 30 && least > 0; batch++) {
                    least = Math.min(least, allocatedBy(5_000, receive, send, source, burst));
                }
                return least;
            }
        });

        assertThat(allocated).isLessThan(5_000);
    }

    private static long allocatedBy(int rounds, RxQueue receive, TxQueue send, MbufSource source, MbufBurst burst) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < rounds; i++) {
            receive.poll(burst);
            burst.packet(3).setByte(0, i);
            burst.setLength(5, 60);
            send.send(burst);
            source.allocate(burst, 16, 100);
            burst.free();
        }
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    @Test
    void anExhaustedPoolGivesNothingAndRecovers() throws Exception {
        start(1);

        OnLcore.run(eal, lcore -> {
            MbufBurst all = new MbufBurst(lcore, 1024);
            MbufSource source = pool.source(lcore);
            int taken = 0;
            while (taken < MBUFS && source.allocate(all, Math.min(31, MBUFS - taken), 64) > 0) {
                taken = all.size();
            }
            assertThat(taken).isEqualTo(MBUFS);
            assertThat(source.allocate(all, 1, 64)).isZero();
            try (RxQueue receive = port.rxQueue(0, lcore)) {
                assertThat(receive.poll(new MbufBurst(lcore, 8))).isZero();
                all.free();
                MbufBurst burst = new MbufBurst(lcore, 8);
                assertThat(receive.poll(burst)).isEqualTo(8);
                burst.free();
            }
        });
    }

    @Test
    void aBurstThatHoldsPacketsIsNotPolledInto() throws Exception {
        start(1);

        OnLcore.run(eal, lcore -> {
            try (RxQueue receive = port.rxQueue(0, lcore)) {
                MbufBurst burst = new MbufBurst(lcore, 4);
                receive.poll(burst);
                assertThatThrownBy(() -> receive.poll(burst))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("still holds packets");
                burst.free();
            }
        });
    }

    @Test
    void onlyTheThreadThatIsTheLcorePolls() throws Exception {
        start(1);

        OnLcore.run(eal, lcore -> {
            RxQueue receive = port.rxQueue(0, lcore);
            MbufBurst burst = new MbufBurst(lcore, 4);
            OnLcore.run(eal, other -> {
                assertThatThrownBy(() -> receive.poll(burst)).hasMessageContaining("belongs to the thread lcore-test");
                assertThatThrownBy(() -> port.rxQueue(0, lcore)).hasMessageContaining("register each thread");
                assertThatThrownBy(() -> port.rxQueue(0, other)).hasMessageContaining("is open already");
                assertThatThrownBy(receive::close).hasMessageContaining("close it there");
            });
            receive.close();
            assertThatThrownBy(() -> receive.poll(burst)).isInstanceOf(ClosedException.class);
            assertThatThrownBy(() -> Lcore.register(eal)).hasMessageContaining("already");
        });
    }

    @Test
    void aPortWithAnOpenQueueIsNotStopped() throws Exception {
        start(1);

        OnLcore.run(eal, lcore -> {
            TxQueue send = port.txQueue(0, lcore);
            assertThatThrownBy(port::stop)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("send queue 0");
            send.close();
            port.stop();
            assertThatThrownBy(() -> port.txQueue(0, lcore)).hasMessageContaining("start it first");
            port.start();
        });
    }

    @Test
    void whatTheDeviceCannotDoIsRefusedBefore() {
        assertThatThrownBy(() -> port.configure(EthPortSpec.of(pool).queues(2000, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 1024");
        assertThatThrownBy(() -> port.configure(EthPortSpec.of(pool).withMtu(10)))
                .hasMessageContaining("46 to 65535");
        assertThatThrownBy(() -> EthPortSpec.of(pool).queues(0, 1)).hasMessageContaining("1 to 65535");
        assertThatThrownBy(port::start).hasMessageContaining("not configured");
        assertThatThrownBy(() -> port.setMtu(20)).hasMessageContaining("46 to 65535");
    }

    @Test
    void whatTheDriverRefusesKeepsItsWords() {
        assertThatThrownBy(() -> port.configure(EthPortSpec.of(pool).offloads(1L << 40, 0)))
                .isInstanceOf(DpdkException.class)
                .hasMessageContaining("rte_eth_dev_configure")
                .hasMessageContaining("Invalid argument");
    }

    @Test
    void aQueueThatWasNotConfiguredDoesNotExist() throws Exception {
        start(2);

        OnLcore.run(eal, lcore -> {
            assertThatThrownBy(() -> port.rxQueue(2, lcore)).hasMessageContaining("configured with 2");
            try (RxQueue second = port.rxQueue(1, lcore)) {
                MbufBurst burst = new MbufBurst(lcore, 16);
                assertThat(second.poll(burst)).isEqualTo(16);
                burst.free();
            }
        });
    }

    @Test
    void thePortAnswersWhatItIs() {
        start(1);

        assertThat(port.info().driver()).isEqualTo("net_null");
        assertThat(port.info().maxRxQueues()).isEqualTo(1024);
        assertThat(port.link().up()).isTrue();
        assertThat(port.link().speed()).isPresent();
        assertThat(port.macAddress().isMulticast()).isFalse();
        port.setMtu(1400);
        assertThat(port.mtu()).isEqualTo(1400);
    }

    @Test
    void hashingIsReadAndChanged() {
        port.configure(EthPortSpec.of(pool).queues(2, 1).withRss(RssSettings.of(RssType.IPV4, RssType.IPV4_TCP)));
        port.start();

        port.updateRss(RssSettings.of(RssType.IPV6));
        assertThat(port.rss().types()).containsExactly(RssType.IPV6);
        int[] table = port.redirectionTable();
        for (int i = 0; i < table.length; i++) {
            table[i] = i % 2;
        }
        port.updateRedirectionTable(table);
        assertThat(port.redirectionTable()).isEqualTo(table);
        assertThatThrownBy(() -> port.updateRedirectionTable(new int[3])).hasMessageContaining("has 128");
    }

    @Test
    void namesThatAreTakenOrUnknownAreSaid() {
        assertThatThrownBy(() -> eal.plug("net_null_it", ""))
                .isInstanceOf(DpdkException.class)
                .hasMessageContaining("taken");
        assertThatThrownBy(() -> eal.plug("net_nonsense0", "")).isInstanceOf(DpdkException.class);
        assertThatThrownBy(() -> EthPort.named(eal, "net_null_other")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> eal.unplug("net_null_other")).isInstanceOf(DpdkException.class);
        assertThatThrownBy(() -> MbufPool.create(eal, "null-port", 63))
                .isInstanceOf(DpdkException.class)
                .hasMessageContaining("rte_pktmbuf_pool_create");
        assertThatThrownBy(() -> MbufPool.create(eal, "huge", 100_000_000))
                .isInstanceOf(DpdkException.class)
                .hasMessageContaining("memory");
    }

    @Test
    void aPoolWithMbufsOutIsNotGivenBack() throws Exception {
        OnLcore.run(eal, lcore -> {
            MbufBurst burst = new MbufBurst(lcore, 4);
            pool.source(lcore).allocate(burst, 3, 64);
            assertThatThrownBy(pool::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("3 mbufs");
            burst.free();
        });
    }

    @Test
    void aClosedPortIsRefused() {
        port.close();

        assertThatThrownBy(port::start).isInstanceOf(ClosedException.class);
    }

    private void start(int queues) {
        port.configure(EthPortSpec.of(pool).queues(queues, queues));
        port.start();
    }
}
