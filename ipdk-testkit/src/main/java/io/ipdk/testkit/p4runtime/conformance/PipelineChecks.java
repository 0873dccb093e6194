package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.p4.v1.ForwardingPipelineConfig;
import org.p4.v1.GetForwardingPipelineConfigRequest;
import org.p4.v1.GetForwardingPipelineConfigRequest.ResponseType;
import org.p4.v1.SetForwardingPipelineConfigRequest;
import org.p4.v1.SetForwardingPipelineConfigRequest.Action;

/** Setting and getting forwarding pipelines. */
final class PipelineChecks {
    /** Checks that want to meet the server before its first pipeline; the first of them loads one last. */
    static final Set<Integer> NEEDS_FRESH_SERVER = Set.of(102, 112);

    private static final long COOKIE = 0x1234_5678_9abc_def0L;

    private PipelineChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("SetForwardingPipelineConfig RPC")
                .check(107, "VERIFY changes nothing, and checks the config against P4Info", bench -> {
                    bench.load("l2_switch");
                    bench.accept(bench.insert(Texts.dmac(1, 1)));
                    assertThat(bench.set(Action.VERIFY, SampleProgram.load("acl_meter")))
                            .isEqualTo(Code.OK);
                    assertThat(get(bench, ResponseType.ALL))
                            .isEqualTo(bench.program().toConfig(COOKIE));
                    assertThat(bench.read("table_entry { table_id: @dmac }")).hasSize(1);
                    Code mismatch = bench.call(() -> bench.stub()
                                    .setForwardingPipelineConfig(request(bench, Action.VERIFY)
                                            .setConfig(SampleProgram.load("l2_switch").toConfig(1).toBuilder()
                                                    .setP4DeviceConfig(SampleProgram.load("acl_meter")
                                                            .toConfig(1)
                                                            .getP4DeviceConfig()))
                                            .build()))
                            .code();
                    assertThat(mismatch)
                            .as("P4Info of one program and config of another")
                            .isEqualTo(Code.INVALID_ARGUMENT);
                })
                .check(
                        108,
                        "after VERIFY_AND_SAVE reads and writes refer to the saved config, and COMMIT plays the writes",
                        bench -> {
                            bench.load("l2_switch");
                            SampleProgram next = SampleProgram.load("acl_meter");
                            Code saved = bench.set(Action.VERIFY_AND_SAVE, next);
                            if (saved == Code.UNIMPLEMENTED) {
                                throw UndecidedException.unsupported("VERIFY_AND_SAVE");
                            }
                            assertThat(saved).isEqualTo(Code.OK);
                            bench.use(next);
                            bench.accept(bench.insert(Texts.acl(1, Texts.source(1), "@permit")));
                            assertThat(bench.read("table_entry { table_id: @acl }"))
                                    .hasSize(1);
                            assertThat(bench.set(Action.COMMIT, null)).isEqualTo(Code.OK);
                            assertThat(bench.read("table_entry { table_id: @acl }"))
                                    .hasSize(1);
                        })
                .check(109, "COMMIT with a config is INVALID_ARGUMENT, with nothing saved NOT_FOUND", bench -> {
                    bench.load("l2_switch");
                    Code code = bench.set(Action.COMMIT, null);
                    if (code == Code.UNIMPLEMENTED) {
                        throw UndecidedException.unsupported("COMMIT");
                    }
                    assertThat(code).isEqualTo(Code.NOT_FOUND);
                    assertThat(bench.set(Action.COMMIT, bench.program())).isEqualTo(Code.INVALID_ARGUMENT);
                })
                .check(110, "VERIFY_AND_COMMIT clears the forwarding state", bench -> {
                    bench.load("l2_switch");
                    bench.accept(
                            bench.insert(Texts.dmac(1, 1)),
                            bench.insert(Texts.multicast(1, "replicas { egress_port: 1 instance: 1 }")));
                    bench.load("l2_switch");
                    assertThat(bench.read(
                                    "table_entry {}", "packet_replication_engine_entry { multicast_group_entry {} }"))
                            .isEmpty();
                })
                .check(111, "RECONCILE_AND_COMMIT keeps the forwarding state or is INVALID_ARGUMENT", bench -> {
                    bench.load("l2_switch");
                    bench.accept(
                            bench.insert(Texts.dmac(1, 1)),
                            bench.insert(Texts.multicast(1, "replicas { egress_port: 1 instance: 1 }")));
                    Code code = bench.set(Action.RECONCILE_AND_COMMIT, bench.program());
                    if (code == Code.UNIMPLEMENTED) {
                        throw UndecidedException.unsupported("RECONCILE_AND_COMMIT");
                    }
                    assertThat(code).isEqualTo(Code.OK);
                    assertThat(bench.read(
                                    "table_entry {}", "packet_replication_engine_entry { multicast_group_entry {} }"))
                            .hasSize(2);
                    assertThat(bench.set(Action.RECONCILE_AND_COMMIT, SampleProgram.load("acl_meter")))
                            .isEqualTo(Code.INVALID_ARGUMENT);
                    assertThat(bench.set(Action.RECONCILE_AND_COMMIT, null)).isEqualTo(Code.INVALID_ARGUMENT);
                    assertThat(bench.read("table_entry { table_id: @dmac }")).hasSize(1);
                })
                .section("GetForwardingPipelineConfig RPC")
                .check(112, "before any config the answer is OK without one", bench -> {
                    var response = bench.stub()
                            .getForwardingPipelineConfig(GetForwardingPipelineConfigRequest.newBuilder()
                                    .setDeviceId(bench.deviceId())
                                    .build());
                    if (response.hasConfig()) {
                        throw UndecidedException.because("needs a server that was just started");
                    }
                })
                .check(113, "the cookie keeps its 64 bits, and there are four kinds of answers", bench -> {
                    bench.load("l2_switch");
                    ForwardingPipelineConfig all = get(bench, ResponseType.ALL);
                    assertThat(all.getCookie().getCookie()).isEqualTo(COOKIE);
                    assertThat(all.getP4Info()).isEqualTo(bench.program().info());
                    ForwardingPipelineConfig cookie = get(bench, ResponseType.COOKIE_ONLY);
                    assertThat(cookie.hasP4Info()).isFalse();
                    assertThat(cookie.getP4DeviceConfig()).isEqualTo(ByteString.EMPTY);
                    assertThat(cookie.getCookie().getCookie()).isEqualTo(COOKIE);
                    ForwardingPipelineConfig info = get(bench, ResponseType.P4INFO_AND_COOKIE);
                    assertThat(info.hasP4Info() && info.hasCookie()).isTrue();
                    assertThat(info.getP4DeviceConfig()).isEqualTo(ByteString.EMPTY);
                    ForwardingPipelineConfig device = get(bench, ResponseType.DEVICE_CONFIG_AND_COOKIE);
                    assertThat(device.hasP4Info()).isFalse();
                    assertThat(device.getP4DeviceConfig()).isEqualTo(all.getP4DeviceConfig());
                })
                .section("SetForwardingPipelineConfig RPC")
                .check(114, "checks come in order: device and role, primary, config", bench -> {
                    SetForwardingPipelineConfigRequest.Builder request = request(bench, Action.VERIFY_AND_COMMIT)
                            .setConfig(SampleProgram.load("l2_switch").toConfig(1));
                    assertThat(code(
                                    bench,
                                    request.clone()
                                            .setDeviceId(bench.deviceId() + 7_777)
                                            .clearElectionId()))
                            .isEqualTo(Code.NOT_FOUND);
                    assertThat(code(bench, request.clone().setRole(bench.freshRole())))
                            .isEqualTo(Code.NOT_FOUND);
                    assertThat(code(bench, request.clone().clearElectionId().clearConfig()))
                            .isEqualTo(Code.PERMISSION_DENIED);
                    assertThat(code(bench, request.clone().clearConfig())).isEqualTo(Code.INVALID_ARGUMENT);
                    ForwardingPipelineConfig nonsense = request.getConfig().toBuilder()
                            .setP4DeviceConfig(ByteString.copyFromUtf8("{"))
                            .build();
                    assertThat(code(bench, request.clone().setConfig(nonsense))).isEqualTo(Code.INVALID_ARGUMENT);
                })
                .checks();
    }

    static boolean hasPipeline(Bench bench) {
        return bench.stub()
                .getForwardingPipelineConfig(GetForwardingPipelineConfigRequest.newBuilder()
                        .setDeviceId(bench.deviceId())
                        .setResponseType(ResponseType.COOKIE_ONLY)
                        .build())
                .hasConfig();
    }

    private static ForwardingPipelineConfig get(Bench bench, ResponseType type) {
        return bench.stub()
                .getForwardingPipelineConfig(GetForwardingPipelineConfigRequest.newBuilder()
                        .setDeviceId(bench.deviceId())
                        .setResponseType(type)
                        .build())
                .getConfig();
    }

    private static SetForwardingPipelineConfigRequest.Builder request(Bench bench, Action action) {
        return SetForwardingPipelineConfigRequest.newBuilder()
                .setDeviceId(bench.deviceId())
                .setElectionId(Objects.requireNonNull(bench.primary().electionId()))
                .setAction(action);
    }

    private static Code code(Bench bench, SetForwardingPipelineConfigRequest.Builder request) {
        return bench.call(() -> bench.stub().setForwardingPipelineConfig(request.build()))
                .code();
    }
}
