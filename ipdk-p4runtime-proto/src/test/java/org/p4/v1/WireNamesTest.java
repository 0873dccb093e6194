package org.p4.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.rpc.Status;
import io.grpc.MethodDescriptor.MethodType;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.p4.config.v1.P4Info;
import org.p4.config.v1.Table;
import org.p4.config.v1.TableActionCall;

/** Names and numbers that every other implementation of P4Runtime relies on. */
class WireNamesTest {
    @Test
    void theServiceKeepsItsNameOnTheWire() {
        assertThat(P4RuntimeGrpc.SERVICE_NAME).isEqualTo("p4.v1.P4Runtime");
        assertThat(P4RuntimeProto.getDescriptor().findServiceByName("P4Runtime").getMethods())
                .extracting(MethodDescriptor::getName)
                .containsExactlyInAnyOrder(
                        "Write",
                        "Read",
                        "SetForwardingPipelineConfig",
                        "GetForwardingPipelineConfig",
                        "StreamChannel",
                        "Capabilities");
        assertThat(P4RuntimeGrpc.getReadMethod().getType()).isEqualTo(MethodType.SERVER_STREAMING);
        assertThat(P4RuntimeGrpc.getStreamChannelMethod().getType()).isEqualTo(MethodType.BIDI_STREAMING);
    }

    @Test
    void messagesKeepTheirNamesOnTheWire() {
        assertThat(List.of(
                        WriteRequest.getDescriptor(),
                        MasterArbitrationUpdate.getDescriptor(),
                        FieldMatch.LPM.getDescriptor(),
                        P4Data.getDescriptor(),
                        P4Info.getDescriptor()))
                .extracting(Descriptor::getFullName)
                .containsExactly(
                        "p4.v1.WriteRequest",
                        "p4.v1.MasterArbitrationUpdate",
                        "p4.v1.FieldMatch.LPM",
                        "p4.v1.P4Data",
                        "p4.config.v1.P4Info");
    }

    @Test
    void fieldsKeepTheirNumbers() {
        assertThat(fields(WriteRequest.getDescriptor()))
                .isEqualTo("device_id=1 role_id=2 election_id=3 updates=4 atomicity=5 role=6");
        assertThat(fields(ReadRequest.getDescriptor())).isEqualTo("device_id=1 entities=2 role=3");
        assertThat(fields(Entity.getDescriptor()))
                .isEqualTo("extern_entry=1 table_entry=2 action_profile_member=3 action_profile_group=4 meter_entry=5"
                        + " direct_meter_entry=6 counter_entry=7 direct_counter_entry=8"
                        + " packet_replication_engine_entry=9 value_set_entry=10 register_entry=11 digest_entry=12");
        assertThat(fields(TableEntry.getDescriptor()))
                .isEqualTo("table_id=1 match=2 action=3 priority=4 controller_metadata=5 meter_config=6 counter_data=7"
                        + " is_default_action=8 idle_timeout_ns=9 time_since_last_hit=10 metadata=11"
                        + " meter_counter_data=12 is_const=13");
        assertThat(fields(FieldMatch.getDescriptor()))
                .isEqualTo("field_id=1 exact=2 ternary=3 lpm=4 range=6 optional=7 other=100");
        assertThat(fields(Action.getDescriptor())).isEqualTo("action_id=1 params=4");
        assertThat(fields(Action.Param.getDescriptor())).isEqualTo("param_id=2 value=3");
        assertThat(fields(TableActionCall.Argument.getDescriptor())).isEqualTo("param_id=2 value=3");
        assertThat(fields(Role.getDescriptor())).isEqualTo("id=1 config=2 name=3");
        assertThat(fields(StreamMessageResponse.getDescriptor()))
                .isEqualTo("arbitration=1 packet=2 digest=3 idle_timeout_notification=4 other=5 error=6");
        assertThat(fields(Table.getDescriptor()))
                .isEqualTo("preamble=1 match_fields=2 action_refs=3 const_default_action_id=4 initial_default_action=5"
                        + " implementation_id=6 direct_resource_ids=7 size=8 idle_timeout_behavior=9"
                        + " is_const_table=10 has_initial_entries=11 other_properties=100");
    }

    @Test
    void theGroupActionOfTheNextVersionIsCarried() {
        assertThat(fields(ActionProfileActionSet.getDescriptor()))
                .isEqualTo("action_profile_actions=1 action_selection_mode=2 size_semantics=3 group_action=5");
    }

    @Test
    void backupReplicasAreThere() {
        assertThat(fields(Replica.getDescriptor())).isEqualTo("egress_port=1 instance=2 port=3 backup_replicas=4");
    }

    @Test
    void portsOfTheSpecificationAreUnsigned() {
        assertThat(Integer.toHexString(SdnPort.SDN_PORT_CPU_VALUE)).isEqualTo("fffffffd");
        assertThat(Integer.toHexString(SdnPort.SDN_PORT_MAX_VALUE)).isEqualTo("fffffeff");
        assertThat(Integer.toHexString(SdnPort.SDN_PORT_RECIRCULATE_VALUE)).isEqualTo("fffffffa");
    }

    @Test
    void theStatusOfArbitrationIsGooglesOwn() {
        assertThat(MasterArbitrationUpdate.newBuilder()
                        .setStatus(Status.newBuilder().setCode(6))
                        .build()
                        .getStatus()
                        .getCode())
                .isEqualTo(6);
        assertThat(Status.getDescriptor().getFullName()).isEqualTo("google.rpc.Status");
    }

    private static String fields(Descriptor message) {
        return message.getFields().stream()
                .sorted(FieldDescriptor::compareTo)
                .map(field -> field.getName() + "=" + field.getNumber())
                .collect(Collectors.joining(" "));
    }
}
