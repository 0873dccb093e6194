package io.ipdk.benchmarks;

import io.ipdk.benchmarks.block.AgainstStorageDaemon;
import io.ipdk.benchmarks.block.ChannelAgainstFio;
import io.ipdk.benchmarks.dpdk.AgainstTestpmd;
import io.ipdk.benchmarks.net.AgainstNetVhost;
import io.ipdk.benchmarks.net.PipelineAgainstSwitch;
import io.ipdk.benchmarks.p4.BatchedWrites;
import io.ipdk.benchmarks.p4.Failover;
import io.ipdk.benchmarks.p4.LoopbackWrites;
import io.ipdk.benchmarks.p4.PacketIns;
import io.ipdk.benchmarks.p4.PipelinePackets;
import io.ipdk.benchmarks.p4.SingleWrites;
import io.ipdk.benchmarks.p4.StartUp;
import io.ipdk.benchmarks.p4.TableWrites;
import io.ipdk.benchmarks.p4.WildcardRead;
import io.ipdk.benchmarks.soft.IdleDevices;
import java.util.List;

/** The list of all side-by-side measurements. Immutable. */
final class Benches {
    private Benches() {}

    /** In the order they are run. */
    static List<SideBySide> all() {
        return List.of(
                AgainstNetVhost.receive(64),
                AgainstNetVhost.switched(64),
                AgainstNetVhost.receive(1514),
                AgainstStorageDaemon.memory(),
                AgainstStorageDaemon.nothing(),
                AgainstStorageDaemon.file(),
                ChannelAgainstFio.nothing(),
                ChannelAgainstFio.file(),
                new AgainstTestpmd(),
                new IdleDevices(),
                new PipelineAgainstSwitch(64),
                new PipelineAgainstSwitch(1514),
                new PipelinePackets(),
                new TableWrites(),
                new LoopbackWrites(),
                new StartUp(),
                new BatchedWrites(),
                new SingleWrites(),
                new WildcardRead(),
                new PacketIns(),
                new Failover());
    }
}
