package io.ipdk.testkit.dpdk.eal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.error.UnsupportedException;
import io.ipdk.nativeaccess.dpdk.Eal;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufBurst;
import io.ipdk.nativeaccess.dpdk.mbuf.MbufPool;
import io.ipdk.nativeaccess.dpdk.tag.HeaderTags;
import io.ipdk.nativeaccess.dpdk.tag.MbufFieldTags;
import io.ipdk.nativeaccess.dpdk.tag.PacketTags;
import io.ipdk.nativeaccess.dpdk.tag.SourceCounters;
import io.ipdk.nativeaccess.dpdk.tag.TagProof;
import io.ipdk.nativeaccess.dpdk.tag.TagSpec;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tags in every place, on mbufs and on the frames of other ports. */
@RequiresPeer(Peer.DPDK)
@ExtendWith(SharedEal.class)
class TagsIT {
    private static final int MBUFS = 255;
    private static final String MEANING = "source port";

    private final Eal eal;
    private MbufPool pool;

    TagsIT(Eal eal) {
        this.eal = eal;
    }

    @BeforeEach
    void createPool() {
        pool = MbufPool.create(eal, "tags", MBUFS);
    }

    @AfterEach
    void allMbufsAreBack() {
        assertThat(pool.availableCount()).isEqualTo(MBUFS);
        pool.close();
    }

    private List<PacketTags> every() {
        return List.of(
                HeaderTags.vlan(MEANING),
                HeaderTags.qinq(MEANING),
                HeaderTags.shim(0x88b5, MEANING),
                MbufFieldTags.register(eal, "ipdk_source", MEANING));
    }

    @Test
    void everyPlaceCarriesTheLeastAndTheLargestTag() throws Exception {
        OnLcore.run(eal, lcore -> {
            for (PacketTags tags : every()) {
                TagProof.require(tags, tags.spec(), pool, lcore);
            }
        });
    }

    @Test
    void whatTheSidesDeclareDifferentlyIsNamed() throws Exception {
        TagSpec theirs = HeaderTags.shim(0x88b6, "destination port").spec();

        OnLcore.run(
                eal,
                lcore -> assertThatThrownBy(() -> TagProof.require(HeaderTags.vlan(MEANING), theirs, pool, lcore))
                        .isInstanceOf(UnsupportedException.class)
                        .hasMessageContaining("place VLAN here and SHIM there")
                        .hasMessageContaining("bits 12 here and 16 there")
                        .hasMessageContaining("destination port"));
    }

    @Test
    void packetsAndBytesAreCountedBySource() throws Exception {
        OnLcore.run(eal, lcore -> {
            for (PacketTags tags : every()) {
                SourceCounters counters = new SourceCounters(tags, 4);
                MbufBurst burst = new MbufBurst(lcore, 8);
                pool.source(lcore).allocate(burst, 8, 100);
                for (int i = 0; i < 8; i++) {
                    burst.copyFrom(i, new byte[100], 0, 100);
                    tags.remove(burst, i);
                    if (i > 0) {
                        tags.write(burst, i, i);
                    }
                }
                counters.count(burst);
                assertThat(counters.packets(0)).isZero();
                assertThat(counters.packets(3)).isOne();
                assertThat(counters.bytes(3)).isEqualTo(burst.length(3));
                assertThat(counters.unknownPackets()).isEqualTo(5);
                burst.free();
            }
        });
    }

    @Test
    void tagsThatDoNotFitAreRefused() throws Exception {
        OnLcore.run(eal, lcore -> {
            MbufBurst burst = new MbufBurst(lcore, 2);
            pool.source(lcore).allocate(burst, 1, 64);
            pool.source(lcore).allocate(burst, 1, 10);
            PacketTags vlan = HeaderTags.vlan(MEANING);
            assertThatThrownBy(() -> vlan.write(burst, 0, 4096)).hasMessageContaining("0 to 4095");
            assertThatThrownBy(() -> vlan.write(burst, 1, 1)).hasMessageContaining("10 bytes");
            assertThat(vlan.read(burst, 1)).isEqualTo(PacketTags.NONE);
            burst.free();
        });
        assertThatThrownBy(() -> HeaderTags.shim(0x8100, MEANING)).hasMessageContaining("not free");
        assertThatThrownBy(() -> MbufFieldTags.register(eal, "", MEANING)).hasMessageContaining("63");
        assertThatThrownBy(() -> new SourceCounters(HeaderTags.vlan(MEANING), 5000))
                .hasMessageContaining("12 bits");
    }

    @Test
    void framesOfOtherPortsCarryTheSameTag() throws Exception {
        HeaderTags tags = HeaderTags.shim(0x88b5, MEANING);
        byte[] original = new byte[60];
        for (int i = 0; i < original.length; i++) {
            original[i] = (byte) i;
        }
        ByteBuffer frame = ByteBuffer.allocate(128);
        frame.put(0, original).limit(original.length);

        tags.write(frame, 0xbeef);
        byte[] tagged = new byte[frame.limit()];
        frame.get(0, tagged);
        OnLcore.run(eal, lcore -> {
            MbufBurst burst = new MbufBurst(lcore, 1);
            pool.source(lcore).allocate(burst, 1, 0);
            burst.copyFrom(0, tagged, 0, tagged.length);
            assertThat(tags.remove(burst, 0)).isEqualTo(0xbeef);
            byte[] bare = new byte[burst.length(0)];
            burst.copyTo(0, bare, 0);
            assertThat(bare).isEqualTo(original);
            burst.free();
        });

        assertThat(tags.remove(frame)).isEqualTo(0xbeef);
        assertThat(frame.limit()).isEqualTo(original.length);
        assertThat(tags.read(frame)).isEqualTo(PacketTags.NONE);
    }
}
