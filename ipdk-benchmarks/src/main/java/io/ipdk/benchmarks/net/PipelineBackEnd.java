package io.ipdk.benchmarks.net;

import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import io.ipdk.benchmarks.ThreadPin;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.device.ControllerListener;
import io.ipdk.p4target.device.DeviceProgram;
import io.ipdk.softipu.net.LearningSwitch;
import io.ipdk.softipu.net.SwitchPipeline;
import io.ipdk.virtio.net.VirtioNetDevice;
import io.ipdk.virtio.vhostuser.VhostUserOptions;
import io.ipdk.virtio.vhostuser.VhostUserServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.p4.config.v1.P4Info;
import org.p4.v1.DigestList;
import org.p4.v1.Entity;
import org.p4.v1.IdleTimeoutNotification;
import org.p4.v1.PacketIn;
import org.p4.v1.TableEntry;
import org.p4.v1.Update;

/** Our devices on a switch whose pipeline is an Ethernet switch in P4: the same work as the learning switch does. Thread-safe. */
final class PipelineBackEnd {
    private static final int SMAC = 45029039;
    private static final int STATION = 20906921;
    private static final int DMAC = 36472220;
    private static final int FORWARD = 25122418;

    /** testpmd sends to 02:00:00:00:00:NN, where NN is the number of its port. */
    private static final long PEER = 0x0200_0000_0000L;

    private static final ControllerListener NOBODY = new ControllerListener() {
        @Override
        public void packetIn(PacketIn packet) {}

        @Override
        public void digest(DigestList digests) {}

        @Override
        public void idle(IdleTimeoutNotification notice) {}
    };

    private PipelineBackEnd() {}

    /** Two ports, each of which gets what the other sends. */
    static AutoCloseable switched(List<Path> sockets, int cpu) throws IOException, InterruptedException {
        SwitchPipeline pipeline = new SwitchPipeline(PipelineOptions.defaults(), TargetClock.system(), false);
        push(pipeline);
        LearningSwitch lan = LearningSwitch.start("bench-pipeline", pipeline);
        List<VhostUserServer> servers = new ArrayList<>();
        for (Path socket : sockets) {
            VirtioNetDevice device = OurBackEnds.device(servers.size());
            lan.attach(device, servers.size() + 1);
            servers.add(VhostUserServer.listen(socket, device, VhostUserOptions.defaults()));
        }
        ThreadPin.pin("ipdk-bench-pipeline", cpu);
        return () -> {
            servers.forEach(VhostUserServer::close);
            lan.close();
        };
    }

    private static void push(SwitchPipeline pipeline) throws IOException {
        P4Info.Builder info = P4Info.newBuilder();
        TextFormat.merge(new String(read("l2_switch.p4info.txtpb"), StandardCharsets.UTF_8), info);
        DeviceProgram program = pipeline.device().prepare(info.build(), read("l2_switch.json"), NOBODY);
        List<Update> updates = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            updates.add(entry(SMAC, OurBackEnds.mac(i).bits(), STATION, i + 1));
            updates.add(entry(DMAC, PEER + i, FORWARD, 2 - i));
        }
        List<P4Control.Result> results = program.control().write(updates, P4Control.Atomicity.ALL_OR_NOTHING);
        if (!results.stream().allMatch(P4Control.Result.DONE::equals)) {
            throw new IllegalStateException(results.toString());
        }
        pipeline.device().activate(program, 0);
    }

    private static Update entry(int table, long mac, int action, int port) {
        TableEntry.Builder entry = TableEntry.newBuilder().setTableId(table);
        entry.addMatchBuilder().setFieldId(1).getExactBuilder().setValue(ByteString.copyFrom(new byte[] {1}));
        entry.addMatchBuilder()
                .setFieldId(2)
                .getExactBuilder()
                .setValue(
                        ByteString.copyFrom(ByteBuffer.allocate(8).putLong(mac).array(), 2, 6));
        entry.getActionBuilder()
                .getActionBuilder()
                .setActionId(action)
                .addParamsBuilder()
                .setParamId(1)
                .setValue(ByteString.copyFrom(new byte[] {(byte) port}));
        return Update.newBuilder()
                .setType(Update.Type.INSERT)
                .setEntity(Entity.newBuilder().setTableEntry(entry))
                .build();
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                PipelineBackEnd.class.getResourceAsStream("/io/ipdk/benchmarks/p4/" + name), name)) {
            return in.readAllBytes();
        }
    }
}
