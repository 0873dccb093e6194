package io.ipdk.testkit.p4target;

import static io.ipdk.p4runtime.value.P4Value.mac;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.PacketIn;
import io.ipdk.p4runtime.entity.PacketOut;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.stream.SentPacket;
import io.ipdk.p4runtime.stream.StreamFailure;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Packets between controllers and the pipeline. */
class PacketIoOnTargetTest {
    @RegisterExtension
    static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("l2_switch"));

    private static final String CONTROLLER = "02:cc:00:00:00:01";
    private static final byte[] FRAME = Frames.ethernet(CONTROLLER, Frames.HOST);
    private static final TableEntry PUNT = TableEntry.in("dmac")
            .exact("meta.vid", 1)
            .exact("hdr.eth.dst", mac(CONTROLLER))
            .action("punt", a -> a.set("reason", 42));

    private final List<PacketIn> packets = new CopyOnWriteArrayList<>();
    private final List<PacketIn> backupsPackets = new CopyOnWriteArrayList<>();
    private final List<StreamFailure> failures = new CopyOnWriteArrayList<>();

    @Test
    void packetsComeWithTheirMetadataByName(P4TestTarget target, P4RuntimeClient client) {
        client.insert(PUNT);
        client.packets().onPacket(packets::add);

        assertThat(target.inject(7, FRAME).sent()).isEmpty();

        await().until(() -> packets.size() == 1);
        assertThat(packets.get(0).payload()).isEqualTo(ByteString.copyFrom(FRAME));
        assertThat(packets.get(0).get("ingress_port").asInt()).isEqualTo(7);
        assertThat(packets.get(0).get("reason").asInt()).isEqualTo(42);
    }

    @Test
    void packetsComeToThePrimaryAlone(P4TestTarget target, P4RuntimeClient client) {
        client.insert(PUNT);
        client.packets().onPacket(packets::add);
        P4RuntimeClient backup = target.connect(c -> c.electionId(0));
        backup.packets().onPacket(backupsPackets::add);

        for (int port = 1; port <= 20; port++) {
            target.inject(port, FRAME);
        }
        await().until(() -> packets.size() == 20);
        client.close();
        backup.session().elect(io.ipdk.p4runtime.session.ElectionId.of(2));
        target.inject(21, FRAME);

        await().until(() -> backupsPackets.size() == 1);
        assertThat(backupsPackets.get(0).get("ingress_port").asInt()).isEqualTo(21);
    }

    @Test
    void packetsAreSentWithTheirMetadataByName(P4TestTarget target, P4RuntimeClient client)
            throws InterruptedException {
        client.packets().send(PacketOut.of(FRAME).set("egress_port", 300).set("bypass", 1));
        assertThat(target.awaitPacketOut()).isEqualTo(new PortPacket(300, ByteString.copyFrom(FRAME)));

        client.insert(PUNT.action("forward", a -> a.set("port", 9)));
        client.packets().send(PacketOut.of(FRAME).set("egress_port", 300).set("bypass", 0));
        assertThat(target.awaitPacketOut().port()).as("through the tables").isEqualTo(9);
    }

    @Test
    void anErrorIsJoinedToThePacketThatCausedIt(P4TestTarget target, P4RuntimeClient client)
            throws InterruptedException {
        client.notices().onStreamError(failures::add);
        PacketOut good = PacketOut.of(FRAME).set("egress_port", 3).set("bypass", 1);
        client.packets().send(good);
        org.p4.v1.PacketOut bad = org.p4.v1.PacketOut.newBuilder()
                .setPayload(ByteString.copyFrom(FRAME))
                .build();
        long number = client.packets().send(bad);
        client.packets().send(good);

        await().until(() -> failures.size() == 1);
        assertThat(failures.get(0).code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
        assertThat(failures.get(0).packet()).map(SentPacket::sequence).contains(number);
        assertThat(failures.get(0).packet()).map(SentPacket::original).contains(bad);
        assertThat(List.of(
                        target.awaitPacketOut().port(), target.awaitPacketOut().port()))
                .as("the stream goes on")
                .containsOnly(3);
    }

    @Test
    void aBackupsPacketsAreRefused(P4TestTarget target, P4RuntimeClient client) {
        assertThat(client.session().info().isReady()).isTrue();
        P4RuntimeClient backup = target.connect(c -> c.electionId(0));
        backup.notices().onStreamError(failures::add);
        PacketOut packet = PacketOut.of(FRAME).set("egress_port", 3).set("bypass", 1);
        backup.packets().send(packet);

        await().until(() -> failures.size() == 1);
        assertThat(failures.get(0).code()).isEqualTo(StatusCode.PERMISSION_DENIED);
        assertThat(failures.get(0).packet()).map(SentPacket::original).contains(packet);
    }
}
