package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import java.util.List;
import java.util.Objects;
import org.p4.v1.CapabilitiesRequest;
import org.p4.v1.PacketIn;
import org.p4.v1.PacketOut;
import org.p4.v1.StreamError;
import org.p4.v1.StreamMessageResponse.UpdateCase;
import org.p4.v1.Update;

/** Packets, capabilities, ports and sizes. */
final class StreamChecks {
    private static final String FRAME = "0200000000010200000000020800aabbccdd";

    private StreamChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("Packet I/O")
                .check(115, "a packet-out that may not be sent is dropped, and the stream stays open", bench -> {
                    punting(bench);
                    Controller backup = bench.connect()
                            .arbitrate(
                                    "",
                                    Bench.plus(
                                            Objects.requireNonNull(
                                                    bench.primary().electionId()),
                                            -1));
                    backup.expect(Code.ALREADY_EXISTS);
                    backup.send(Bench.packetOut(FRAME, 0, 0));
                    bench.primary().expectNone(UpdateCase.PACKET);
                    refused(backup, Code.PERMISSION_DENIED);
                    bench.primary()
                            .send(PacketOut.newBuilder()
                                    .setPayload(Bench.hex(FRAME))
                                    .addMetadata(Bench.metadata(7, 1))
                                    .build());
                    bench.primary().expectNone(UpdateCase.PACKET);
                    refused(bench.primary(), Code.INVALID_ARGUMENT);
                    assertThat(backup.isOpen() && bench.primary().isOpen()).isTrue();
                    bench.inject(FRAME);
                    bench.primary().await(UpdateCase.PACKET);
                })
                .check(116, "metadata have one value per declared field", bench -> {
                    punting(bench);
                    PacketOut good = Bench.packetOut(FRAME, 0, 0);
                    bench.primary().send(good.toBuilder().removeMetadata(2).build());
                    bench.primary()
                            .send(good.toBuilder()
                                    .addMetadata(good.getMetadata(0))
                                    .build());
                    bench.primary()
                            .send(good.toBuilder()
                                    .setMetadata(0, Bench.metadata(1, 0x1ff + 1))
                                    .build());
                    bench.primary().expectNone(UpdateCase.PACKET);
                    bench.primary().send(good);
                    PacketIn packet = bench.primary().await(UpdateCase.PACKET).getPacket();
                    assertThat(packet.getPayload()).isEqualTo(Bench.hex(FRAME));
                    assertThat(packet.getMetadataList())
                            .extracting(field -> field.getMetadataId())
                            .containsExactlyInAnyOrder(1, 2);
                    assertThat(packet.getMetadataList()).contains(Bench.metadata(2, 5));
                })
                .section("Capabilities RPC")
                .check(117, "the answer is a full semantic version and needs no stream", bench -> {
                    assertThat(bench.stub()
                                    .capabilities(CapabilitiesRequest.getDefaultInstance())
                                    .getP4RuntimeApiVersion())
                            .matches("\\d+\\.\\d+\\.\\d+([-+].*)?");
                    assertThat(bench.stub()
                                    .capabilities(CapabilitiesRequest.newBuilder()
                                            .setDeviceId(bench.deviceId())
                                            .build())
                                    .getP4RuntimeApiVersion())
                            .isNotEmpty();
                    assertThat(bench.call(() -> bench.stub()
                                            .capabilities(CapabilitiesRequest.newBuilder()
                                                    .setDeviceId(bench.deviceId() + 7_777)
                                                    .build()))
                                    .code())
                            .isEqualTo(Code.NOT_FOUND);
                })
                .section("Translation of Port Numbers")
                .check(118, "port 0 is no port of a controller; the CPU port is 0xfffffffd", bench -> {
                    bench.load("l2_switch");
                    bench.refuse(
                            bench.insert(Texts.session(1, "replicas { egress_port: 0 instance: 1 }")),
                            Code.INVALID_ARGUMENT);
                    bench.accept(
                            bench.insert(Texts.session(2, "replicas { port: '\\xff\\xff\\xff\\xfd' instance: 1 }")));
                    bench.accept(
                            bench.insert(Texts.multicast(9, "replicas { port: '\\xff\\xff\\xff\\xfd' instance: 1 }")));
                    bench.accept(bench.insert("table_entry { " + Texts.dmacKey(1)
                            + " action { action { action_id: @flood params { param_id: 1 value: '\\x09' } } } }"));
                    assertThat(bench.readOne(Texts.session(2, ""))
                                    .getPacketReplicationEngineEntry()
                                    .getCloneSessionEntry()
                                    .getReplicas(0)
                                    .getPort())
                            .isEqualTo(Bench.hex("fffffffd"));
                })
                .section("gRPC Metadata Maximum Size")
                .check(119, "errors of a large batch fit, and requests over 4 MiB are taken", bench -> {
                    bench.load("l2_switch");
                    Update[] bad = new Update[1_000];
                    for (int i = 0; i < bad.length; i++) {
                        bad[i] = bench.delete(Texts.dmac(i + 1, 1));
                    }
                    WriteOutcome outcome = bench.write(bad);
                    assertThat(outcome.codes()).hasSize(bad.length).containsOnly(Code.NOT_FOUND);
                    Update[] large = new Update[50];
                    String filler = "x".repeat(100_000);
                    for (int i = 0; i < large.length; i++) {
                        String entry = Texts.dmac(i + 1, 1);
                        large[i] =
                                bench.insert(entry.substring(0, entry.length() - 1) + " metadata: '" + filler + "' }");
                    }
                    bench.accept(large);
                    assertThat(bench.read("table_entry { table_id: @dmac }")).hasSize(large.length);
                })
                .section("Packet I/O")
                .check(120, "packet-ins go to the primary of each role whose configuration admits them", bench -> {
                    punting(bench);
                    Controller backup = bench.connect()
                            .arbitrate(
                                    "",
                                    Bench.plus(
                                            Objects.requireNonNull(
                                                    bench.primary().electionId()),
                                            -1));
                    backup.expect(Code.ALREADY_EXISTS);
                    Controller listening = role(bench, true);
                    Controller deaf = role(bench, false);
                    bench.inject(FRAME);
                    bench.primary().await(UpdateCase.PACKET);
                    listening.await(UpdateCase.PACKET);
                    backup.expectNone(UpdateCase.PACKET);
                    deaf.expectNone(UpdateCase.PACKET);
                })
                .checks();
    }

    /** l2_switch with an entry that sends frames to 02:00:00:00:00:01 to the controller, for reason 5. */
    private static void punting(Bench bench) {
        bench.load("l2_switch");
        bench.accept(bench.insert("table_entry { " + Texts.dmacKey(1)
                + " action { action { action_id: @punt params { param_id: 1 value: '\\x05' } } } }"));
    }

    private static Controller role(Bench bench, boolean receives) {
        Controller controller = bench.connect()
                .arbitrate(
                        bench.deviceId(),
                        bench.freshRole(),
                        bench.freshId(),
                        RoleConfigs.any(RoleConfigs.packets(receives)));
        if (controller.arbitrationOrEnd() == null) {
            throw UndecidedException.because("the server reads role configurations of another kind");
        }
        return controller;
    }

    /** StreamErrors are optional; one that comes has the right code and says that a packet-out was meant. */
    private static void refused(Controller controller, Code code) {
        StreamError error = controller.errorIfAny();
        if (error != null) {
            assertThat(error.getCanonicalCode()).isEqualTo(code.getNumber());
            assertThat(error.hasPacketOut()).isTrue();
        }
    }
}
