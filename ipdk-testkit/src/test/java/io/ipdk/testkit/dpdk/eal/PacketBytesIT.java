package io.ipdk.testkit.dpdk.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.Lcore;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufBurst;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufPool;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufSource;
import io.ipdk.nativeaccess.dpdk.port.EthPort;
import io.ipdk.nativeaccess.dpdk.port.EthPortSpec;
import io.ipdk.nativeaccess.dpdk.port.RxQueue;
import io.ipdk.nativeaccess.dpdk.port.TxQueue;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A port that hands back what it is sent: packets made, filled, sent, received and looked into. */
@RequiresPeer(Peer.DPDK)
@ExtendWith(SharedEal.class)
class PacketBytesIT {
    private static final int MBUFS = 1023;

    private final Eal eal;
    private MbufPool pool;
    private EthPort port;

    PacketBytesIT(Eal eal) {
        this.eal = eal;
    }

    @BeforeEach
    void plug() {
        pool = MbufPool.create(eal, "packet-bytes", MBUFS);
        port = EthPort.plug(eal, "net_ring0", "");
        port.configure(EthPortSpec.of(pool));
        port.start();
    }

    @AfterEach
    void allMbufsAreBack() {
        port.close();
        assertThat(pool.availableCount()).isEqualTo(MBUFS);
        pool.close();
    }

    @Test
    void whatIsWrittenIsReceived() throws Exception {
        loop((send, receive, source, lcore) -> {
            Random random = new Random(7);
            MbufBurst out = new MbufBurst(lcore, 32);
            MbufBurst in = new MbufBurst(lcore, 32);
            for (int round = 0; round < 200; round++) {
                int count = 1 + random.nextInt(32);
                byte[][] frames = new byte[count][];
                for (int i = 0; i < count; i++) {
                    frames[i] = new byte[random.nextInt(2048)];
                    random.nextBytes(frames[i]);
                    assertThat(source.allocate(out, 1, 0)).isOne();
                    out.copyFrom(i, frames[i], 0, frames[i].length);
                }
                assertThat(send.send(out)).isEqualTo(count);
                assertThat(receive.poll(in)).isEqualTo(count);
                for (int i = 0; i < count; i++) {
                    byte[] found = new byte[in.length(i)];
                    in.copyTo(i, found, 0);
                    assertThat(found).isEqualTo(frames[i]);
                }
                in.free();
            }
        });
    }

    @Test
    void aPacketIsABufferWithoutACopy() throws Exception {
        loop((send, receive, source, lcore) -> {
            MbufBurst burst = new MbufBurst(lcore, 4);
            source.allocate(burst, 1, 0);
            ByteBuf made = burst.packet(0);
            made.writeLong(0x0102030405060708L).writeShort(0x0800);
            burst.setLength(0, made.writerIndex());
            assertThat(made.memoryAddress()).isEqualTo(burst.data(0));
            made.release();
            send.send(burst);

            receive.poll(burst);
            ByteBuf seen = burst.packet(0);
            assertThat(seen.readableBytes()).isEqualTo(10);
            assertThat(seen.readLong()).isEqualTo(0x0102030405060708L);
            assertThat(seen.readUnsignedShort()).isEqualTo(0x0800);
            burst.free();
            assertThatThrownBy(() -> seen.getByte(0)).isInstanceOf(IllegalReferenceCountException.class);
        });
    }

    @Test
    void theStartMovesIntoTheHeadroomAndBack() throws Exception {
        loop((send, receive, source, lcore) -> {
            MbufBurst burst = new MbufBurst(lcore, 1);
            source.allocate(burst, 1, 60);
            long data = burst.data(0);
            burst.moveStart(0, -4);
            assertThat(burst.data(0)).isEqualTo(data - 4);
            assertThat(burst.length(0)).isEqualTo(64);
            burst.moveStart(0, 14);
            assertThat(burst.length(0)).isEqualTo(50);
            assertThatThrownBy(() -> burst.moveStart(0, 51)).hasMessageContaining("50 bytes");
            assertThatThrownBy(() -> burst.moveStart(0, -139)).hasMessageContaining("138 of headroom");
            assertThatThrownBy(() -> burst.setLength(0, 2049)).hasMessageContaining("0 to 2038");
            assertThatThrownBy(() -> burst.mbuf(1)).isInstanceOf(IndexOutOfBoundsException.class);
            burst.free();
        });
    }

    @Test
    void whatDoesNotFitIntoTheQueueStaysInTheBurst() throws Exception {
        loop((send, receive, source, lcore) -> {
            MbufBurst out = new MbufBurst(lcore, 512);
            MbufBurst in = new MbufBurst(lcore, 1024);
            int sent = 0;
            int made = 0;
            while (made < 1000) {
                int more = Math.min(100, 1000 - made);
                if (out.capacity() - out.size() < more || source.allocate(out, more, 64) == 0) {
                    break;
                }
                made += more;
                sent += send.send(out);
            }
            assertThat(sent + out.size()).isEqualTo(made);
            int received = 0;
            while (receive.poll(in) > 0) {
                received += in.size();
                in.free();
            }
            assertThat(received).isEqualTo(sent);
            out.free();
        });
    }

    @Test
    void packetsMoveFromBurstToBurst() throws Exception {
        loop((send, receive, source, lcore) -> {
            MbufBurst all = new MbufBurst(lcore, 8);
            MbufBurst even = new MbufBurst(lcore, 4);
            MbufBurst odd = new MbufBurst(lcore, 4);
            source.allocate(all, 8, 64);
            for (int i = 0; i < 8; i++) {
                (i % 2 == 0 ? even : odd).append(all.mbuf(i));
            }
            assertThatThrownBy(() -> odd.append(all.mbuf(0))).hasMessageContaining("full");
            all.forget();
            even.free();
            odd.free();
            assertThatThrownBy(() -> source.allocate(all, 9, 64)).hasMessageContaining("range");
        });
    }

    private interface Loop {
        void run(TxQueue send, RxQueue receive, MbufSource source, Lcore lcore) throws Exception;
    }

    private void loop(Loop body) throws Exception {
        OnLcore.run(eal, lcore -> {
            try (TxQueue send = port.txQueue(0, lcore);
                    RxQueue receive = port.rxQueue(0, lcore)) {
                body.run(send, receive, pool.source(lcore), lcore);
            }
        });
    }
}
