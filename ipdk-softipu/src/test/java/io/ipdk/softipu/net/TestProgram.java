package io.ipdk.softipu.net;

import com.google.protobuf.TextFormat;
import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.device.ControllerListener;
import io.ipdk.p4target.device.DeviceProgram;
import io.ipdk.p4target.device.P4Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.p4.config.v1.P4Info;
import org.p4.v1.DigestList;
import org.p4.v1.IdleTimeoutNotification;
import org.p4.v1.PacketIn;
import org.p4.v1.Update;

/** A program of the corpus on a device, with the packets it has sent to its controller. */
final class TestProgram implements ControllerListener {
    private static final Path CORPUS = Path.of("../ipdk-p4target/src/test/resources/p4-corpus");

    final DeviceProgram program;
    final List<PacketIn> packetIns = new ArrayList<>();

    private TestProgram(P4Device device, String name) {
        try {
            Path directory = CORPUS.resolve(name);
            P4Info.Builder info = P4Info.newBuilder();
            TextFormat.merge(Files.readString(directory.resolve(name + ".p4info.txtpb")), info);
            program = device.prepare(info.build(), Files.readAllBytes(directory.resolve(name + ".json")), this);
        } catch (IOException e) {
            throw new AssertionError("program " + name, e);
        }
    }

    /** Loads a program, and puts it in force with these entities. */
    static TestProgram activate(P4Device device, String name, String... entities) {
        TestProgram loaded = new TestProgram(device, name);
        loaded.insert(entities);
        device.activate(loaded.program, 0);
        return loaded;
    }

    void insert(String... entities) {
        List<Update> updates = new ArrayList<>();
        for (String entity : entities) {
            try {
                Update.Builder update = Update.newBuilder().setType(Update.Type.INSERT);
                TextFormat.merge(entity, update.getEntityBuilder());
                updates.add(update.build());
            } catch (TextFormat.ParseException e) {
                throw new AssertionError(entity, e);
            }
        }
        for (P4Control.Result result : program.control().write(updates, P4Control.Atomicity.CONTINUE_ON_ERROR)) {
            if (!result.equals(P4Control.Result.DONE)) {
                throw new AssertionError(result.toString());
            }
        }
    }

    /** The edge gateway with 10.1/16 behind port 1 and 10.2/16 behind port 2. */
    static TestProgram gateway(P4Device device) {
        return activate(
                device,
                "edge_gateway",
                "table_entry { table_id: 34358337 match { field_id: 1 exact { value: '\\x0a\\x01\\x00\\x01' } }"
                        + " action { action { action_id: 27116029 params { param_id: 1"
                        + " value: '\\x02\\xee\\x00\\x00\\x00\\x01' } } } }",
                route(1),
                route(2),
                neighbor(1),
                neighbor(2));
    }

    private static String route(int subnet) {
        return "table_entry { table_id: 39475569 match { field_id: 1 lpm { value: '\\x0a\\x0" + subnet
                + "\\x00\\x00' prefix_len: 16 } } action { action { action_id: 25659601 params { param_id: 1 value: '\\x0"
                + subnet + "' } } } }";
    }

    private static String neighbor(int port) {
        return "table_entry { table_id: 44841331 match { field_id: 1 exact { value: '\\x0" + port
                + "' } } action { action { action_id: 18111186 params { param_id: 1 value: '\\x0" + port
                + "' } params { param_id: 2 value: '\\x02\\xee\\x00\\x00\\x00\\x0" + port
                + "' } params { param_id: 3 value: '\\x02\\xaa\\x00\\x00\\x00\\x0" + port + "' } } } }";
    }

    /** The switch that sends what it does not know to the group of ports 1 to 3. */
    static TestProgram flooding(P4Device device) {
        return activate(
                device,
                "l2_switch",
                "packet_replication_engine_entry { multicast_group_entry { multicast_group_id: 1"
                        + " replicas { egress_port: 1 instance: 1 } replicas { egress_port: 2 instance: 1 }"
                        + " replicas { egress_port: 3 instance: 1 } } }",
                "table_entry { table_id: 34761143 match { field_id: 1 exact { value: '\\001' } }"
                        + " action { action { action_id: 17556812 params { param_id: 1 value: '\\001' } } } }");
    }

    @Override
    public void packetIn(PacketIn packet) {
        packetIns.add(packet);
    }

    @Override
    public void digest(DigestList digests) {}

    @Override
    public void idle(IdleTimeoutNotification notice) {}
}
