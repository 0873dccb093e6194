package io.ipdk.p4target;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.control.StatusCode;
import io.ipdk.p4target.dataplane.P4Dataplane;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p4.v1.Entity;
import org.p4.v1.Update;

/** Corners of the control plane that the corpus does not reach. */
class P4ControlTest {
    private static final String MEMBER = "action_profile_member { action_profile_id: 299421682 member_id: %s"
            + " action { action_id: 26782729 params { param_id: 1 value: '\\001' }"
            + " params { param_id: 2 value: '\\002' } params { param_id: 3 value: '\\003' } } }";
    private static final String ROUTE =
            "table_entry { table_id: 42608976 match { field_id: 1 exact { value: '\\001' } }"
                    + " match { field_id: 2 lpm { value: '\\012\\000\\000\\000' prefix_len: 8 } } action { %s } }";
    private static final String GROUP =
            "action_profile_group { action_profile_id: 299421682 group_id: %s members { member_id: %s weight: %s } }";
    private static final String DIGEST = "digest_entry { digest_id: 395454299 config { max_list_size: %s } }";

    private static P4Control control(P4Pipeline pipeline) {
        return new P4Control(new P4Dataplane(pipeline, TargetClock.system(), TargetListener.none()));
    }

    private static Update update(String type, String entity) {
        return CorpusTarget.parse("type: " + type + " entity { " + entity + " }", Update.newBuilder())
                .build();
    }

    private static List<StatusCode> codes(P4Control control, Update... updates) {
        return control.write(List.of(updates), P4Control.Atomicity.CONTINUE_ON_ERROR).stream()
                .map(P4Control.Result::code)
                .toList();
    }

    private static List<Entity> read(P4Control control, String filter) {
        List<Entity> all = new ArrayList<>();
        control.read(CorpusTarget.parse(filter, Entity.newBuilder()).build(), all::add);
        return all;
    }

    @Test
    void membersAndGroupsTakeIdsOfThirtyTwoBits() {
        P4Control control = control(new CorpusProgram("l3_router").load());

        assertThat(codes(
                        control,
                        update("INSERT", String.format(MEMBER, "4294967295")),
                        update("INSERT", String.format(GROUP, "4294967294", "4294967295", "1")),
                        update("INSERT", String.format(ROUTE, "action_profile_group_id: 4294967294")),
                        update("DELETE", String.format(MEMBER, "4294967295")),
                        update("INSERT", String.format(MEMBER, "0"))))
                .containsExactly(
                        StatusCode.OK,
                        StatusCode.OK,
                        StatusCode.OK,
                        StatusCode.FAILED_PRECONDITION,
                        StatusCode.INVALID_ARGUMENT);
        assertThat(read(control, "action_profile_member { action_profile_id: 299421682 }")
                        .get(0)
                        .getActionProfileMember()
                        .getMemberId())
                .isEqualTo(-1);
        assertThat(read(control, "table_entry { table_id: 42608976 }")
                        .get(0)
                        .getTableEntry()
                        .getAction()
                        .getActionProfileGroupId())
                .isEqualTo(-2);
    }

    @Test
    void aSelectorHoldsNoMoreThanItsSize() {
        P4Control control = control(new CorpusProgram("l3_router").load());

        assertThat(codes(
                        control,
                        update("INSERT", String.format(MEMBER, "1")),
                        update("INSERT", String.format(GROUP, "1", "1", "100")),
                        update("INSERT", String.format(GROUP, "2", "1", "29")),
                        update("INSERT", String.format(GROUP, "2", "1", "28")),
                        update("MODIFY", String.format(GROUP, "1", "1", "101")),
                        update("MODIFY", String.format(GROUP, "1", "1", "90")),
                        update("INSERT", String.format(GROUP, "3", "1", "10"))))
                .containsExactly(
                        StatusCode.OK,
                        StatusCode.OK,
                        StatusCode.RESOURCE_EXHAUSTED,
                        StatusCode.OK,
                        StatusCode.RESOURCE_EXHAUSTED,
                        StatusCode.OK,
                        StatusCode.OK);
    }

    @Test
    void oneShotsCountForTheSizeOfTheirSelector() {
        P4Control control = control(new CorpusProgram("l3_router").load());
        String actions =
                "action_profile_action_set { action_profile_actions { action { action_id: 28894359 } weight: %s } %s }";

        assertThat(codes(
                        control,
                        update("INSERT", String.format(ROUTE, String.format(actions, "129", ""))),
                        update("INSERT", String.format(ROUTE, String.format(actions, "128", ""))),
                        update("MODIFY", String.format(ROUTE, String.format(actions, "129", ""))),
                        update("MODIFY", String.format(ROUTE, String.format(actions, "127", ""))),
                        update(
                                "MODIFY",
                                String.format(ROUTE, String.format(actions, "1", "action_selection_mode: RANDOM")))))
                .containsExactly(
                        StatusCode.RESOURCE_EXHAUSTED,
                        StatusCode.OK,
                        StatusCode.RESOURCE_EXHAUSTED,
                        StatusCode.OK,
                        StatusCode.UNIMPLEMENTED);
    }

    @Test
    void aDigestMayBeDeletedAndInsertedInOneBatch() {
        P4Control control = control(new CorpusProgram("l2_switch").load());

        assertThat(codes(
                        control,
                        update("INSERT", String.format(DIGEST, "1")),
                        update("INSERT", String.format(DIGEST, "2"))))
                .containsExactly(StatusCode.OK, StatusCode.ALREADY_EXISTS);
        assertThat(codes(
                        control,
                        update("DELETE", String.format(DIGEST, "0")),
                        update("INSERT", String.format(DIGEST, "3")),
                        update("INSERT", String.format(DIGEST, "4"))))
                .containsExactly(StatusCode.OK, StatusCode.OK, StatusCode.ALREADY_EXISTS);
        assertThat(read(control, "digest_entry { digest_id: 395454299 }"))
                .singleElement()
                .satisfies(
                        entity -> assertThat(entity.getDigestEntry().getConfig().getMaxListSize())
                                .isEqualTo(3));
    }

    @Test
    void portsOfReplicasGoByTheTranslationOfPorts() {
        PipelineOptions options = PipelineOptions.defaults()
                .withTranslation(
                        "corpus.example/port_id",
                        ValueTranslation.of(Map.of("eth0", BigInteger.TWO, "eth1", BigInteger.valueOf(3))))
                .withPortUri("corpus.example/port_id");
        CorpusProgram tunnel = new CorpusProgram("tunnel_p4runtime_types");
        P4Control control = control(P4Pipeline.load(tunnel.p4info(), tunnel.config(), options));
        String group = "packet_replication_engine_entry { multicast_group_entry { multicast_group_id: %s"
                + " replicas { port: '%s' instance: 1 } } }";

        assertThat(codes(
                        control,
                        update("INSERT", String.format(group, "1", "eth1")),
                        update("INSERT", String.format(group, "2", "eth7"))))
                .containsExactly(StatusCode.OK, StatusCode.INVALID_ARGUMENT);
        assertThat(control.dataplane().state().multicast().get(1))
                .extracting(list -> list.replicas().get(0).port())
                .isEqualTo(3);
        assertThat(read(control, "packet_replication_engine_entry { multicast_group_entry { } }")
                        .get(0)
                        .getPacketReplicationEngineEntry()
                        .getMulticastGroupEntry()
                        .getReplicas(0)
                        .getPort())
                .isEqualTo(ByteString.copyFromUtf8("eth1"));
    }

    @Test
    void numberedPortsGoByTheTranslationOfPsa() {
        PipelineOptions options = PipelineOptions.defaults()
                .withTranslation("p4.org/psa/v1/PortId_t", ValueTranslation.of(Map.of("70000", BigInteger.valueOf(4))));
        CorpusProgram router = new CorpusProgram("l3_router");
        P4Control control = control(P4Pipeline.load(router.p4info(), router.config(), options));
        String watched = "action_profile_action_set { action_profile_actions { action { action_id: 28894359 } weight: 1"
                + " watch_port: '%s' } }";

        assertThat(codes(
                        control,
                        update("INSERT", String.format(ROUTE, String.format(watched, "\\004"))),
                        update("INSERT", String.format(ROUTE, String.format(watched, "\\001\\021\\160")))))
                .containsExactly(StatusCode.INVALID_ARGUMENT, StatusCode.OK);
    }
}
