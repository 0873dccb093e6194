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
import org.p4.v1.Action;
import org.p4.v1.DigestList;
import org.p4.v1.Entity;
import org.p4.v1.IdleTimeoutNotification;
import org.p4.v1.PacketIn;
import org.p4.v1.TableEntry;
import org.p4.v1.Update;

/**
 * Our devices on a switch whose pipeline is the corpus's IPv4 router: checksum verified and updated, a ternary, an LPM and a
 * selector table, headers rewritten. testpmd's flowgen sends the same addresses on both ports, so each port has a VRF of its
 * own that leads to the other. Thread-safe.
 */
final class PipelineBackEnd {
    private static final int ROUTER_MAC = 35243702;
    private static final int TO_VRF = 25963647;
    private static final int ROUTE_V4 = 42608976;
    private static final int SET_NEXTHOP = 26782729;

    /** Where flowgen sends all frames to: 00:01:02:03:04:01, and addresses in 10.253.0.0/16. */
    private static final long DESTINATION = 0x0001_0203_0401L;

    private static final int NETWORK = 0x0afd_0000;
    private static final int NETWORK_BITS = 16;
    private static final int ALL_PORT_BITS = 0x1ff;

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
    static AutoCloseable routed(List<Path> sockets, int cpu) throws IOException, InterruptedException {
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
        TextFormat.merge(new String(read("l3_router.p4info.txtpb"), StandardCharsets.UTF_8), info);
        DeviceProgram program = pipeline.device().prepare(info.build(), read("l3_router.json"), NOBODY);
        List<Update> updates = new ArrayList<>();
        for (int port = 1; port <= 2; port++) {
            updates.add(routerMac(port));
            updates.add(route(port, 3 - port));
        }
        List<P4Control.Result> results = program.control().write(updates, P4Control.Atomicity.ALL_OR_NOTHING);
        if (!results.stream().allMatch(P4Control.Result.DONE::equals)) {
            throw new IllegalStateException(results.toString());
        }
        pipeline.device().activate(program, 0);
    }

    /** What comes in at a port belongs to the VRF of its number. */
    private static Update routerMac(int port) {
        TableEntry.Builder entry =
                TableEntry.newBuilder().setTableId(ROUTER_MAC).setPriority(1);
        entry.addMatchBuilder()
                .setFieldId(1)
                .getTernaryBuilder()
                .setValue(bits(port, 2))
                .setMask(bits(ALL_PORT_BITS, 2));
        entry.addMatchBuilder().setFieldId(2).getExactBuilder().setValue(bits(DESTINATION, 6));
        Action.Builder action = entry.getActionBuilder().getActionBuilder().setActionId(TO_VRF);
        action.addParamsBuilder().setParamId(1).setValue(bits(port, 1));
        return insert(entry);
    }

    private static Update route(int vrf, int port) {
        TableEntry.Builder entry = TableEntry.newBuilder().setTableId(ROUTE_V4);
        entry.addMatchBuilder().setFieldId(1).getExactBuilder().setValue(bits(vrf, 1));
        entry.addMatchBuilder()
                .setFieldId(2)
                .getLpmBuilder()
                .setValue(bits(NETWORK, 4))
                .setPrefixLen(NETWORK_BITS);
        Action.Builder action = entry.getActionBuilder()
                .getActionProfileActionSetBuilder()
                .addActionProfileActionsBuilder()
                .setWeight(1)
                .getActionBuilder()
                .setActionId(SET_NEXTHOP);
        action.addParamsBuilder().setParamId(1).setValue(bits(port, 1));
        action.addParamsBuilder().setParamId(2).setValue(bits(DESTINATION, 6));
        action.addParamsBuilder()
                .setParamId(3)
                .setValue(bits(OurBackEnds.mac(port).bits(), 6));
        return insert(entry);
    }

    private static Update insert(TableEntry.Builder entry) {
        return Update.newBuilder()
                .setType(Update.Type.INSERT)
                .setEntity(Entity.newBuilder().setTableEntry(entry))
                .build();
    }

    private static ByteString bits(long value, int bytes) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(value).array(), 8 - bytes, bytes);
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                PipelineBackEnd.class.getResourceAsStream("/io/ipdk/benchmarks/p4/" + name), name)) {
            return in.readAllBytes();
        }
    }
}
