package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import java.util.List;
import org.p4.config.v1.P4BitstringLikeTypeSpec;
import org.p4.config.v1.P4DataTypeSpec;
import org.p4.config.v1.P4IntTypeSpec;
import org.p4.v1.Entity;
import org.p4.v1.FieldMatch;
import org.p4.v1.TableEntry;

/** Values on the wire. */
final class BytestringChecks {
    private BytestringChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("Bytestrings")
                .check(37, "leading zero bytes are accepted, and the shortest form is read", bench -> {
                    bench.load("l2_switch");
                    bench.accept(
                            bench.insert(
                                    "table_entry { table_id: @dmac match { field_id: 1 exact { value: '\\x00\\x00\\x00\\x01' } } match {"
                                            + " field_id: 2 exact { value: '\\x00\\x00\\x00\\x02\\x00\\x00\\x00\\x00\\x01' } } action {"
                                            + " action { action_id: @forward params { param_id: 1 value: '\\x00\\x00\\x02' } } } }"));
                    TableEntry entry =
                            bench.readOne("table_entry { table_id: @dmac }").getTableEntry();
                    assertThat(field(entry, 1).getExact().getValue()).isEqualTo(Bench.hex("01"));
                    assertThat(field(entry, 2).getExact().getValue()).isEqualTo(Bench.hex("020000000001"));
                    assertThat(entry.getAction().getAction().getParams(0).getValue())
                            .isEqualTo(Bench.hex("02"));
                    bench.refuse(
                            bench.insert(
                                    "table_entry { table_id: @dmac match { field_id: 1 exact { value: '\\x01' } } match { field_id: 2"
                                            + " exact { value: '\\x02\\x00\\x00\\x00\\x00\\x01' } } "
                                            + Texts.forward(2)
                                            + " }"),
                            Code.ALREADY_EXISTS);
                })
                .check(38, "an empty string and a value that is too wide are OUT_OF_RANGE", bench -> {
                    bench.load("l2_switch");
                    String flood = "table_entry { table_id: @vlan_flood match { field_id: 1 exact { value: '%s' } }"
                            + " action { action { action_id: @flood params { param_id: 1 value: '%s' } } } }";
                    bench.refuse(bench.insert(flood.formatted("", "\\x01")), Code.OUT_OF_RANGE);
                    bench.refuse(bench.insert(flood.formatted("\\x10\\x00", "\\x01")), Code.OUT_OF_RANGE);
                    bench.refuse(bench.insert(flood.formatted("\\x01", "")), Code.OUT_OF_RANGE);
                    bench.refuse(bench.insert(flood.formatted("\\x01", "\\x01\\x00\\x00")), Code.OUT_OF_RANGE);
                })
                .check(39, "zero is one zero byte", bench -> {
                    bench.load("l2_switch");
                    bench.accept(bench.insert(
                            "table_entry { table_id: @vlan_flood match { field_id: 1 exact { value: '\\x00\\x00' } } action {"
                                    + " action { action_id: @flood params { param_id: 1 value: '\\x00' } } } }"));
                    TableEntry entry = bench.readOne("table_entry { table_id: @vlan_flood }")
                            .getTableEntry();
                    assertThat(field(entry, 1).getExact().getValue()).isEqualTo(Bench.hex("00"));
                    assertThat(entry.getAction().getAction().getParams(0).getValue())
                            .isEqualTo(Bench.hex("00"));
                })
                .check(40, "signed values extend their sign", bench -> {
                    bench.load(SampleProgram.load("nat_conntrack")
                            .with(info -> info.getRegistersBuilder(1)
                                    .setTypeSpec(P4DataTypeSpec.newBuilder()
                                            .setBitstring(P4BitstringLikeTypeSpec.newBuilder()
                                                    .setInt(P4IntTypeSpec.newBuilder()
                                                            .setBitwidth(32))))));
                    String cell = "register_entry { register_id: @slot_addr index { index: 3 } %s }";
                    bench.accept(bench.modify(cell.formatted("data { bitstring: '\\xff\\xff\\xff\\xff\\xff\\x9d' }")));
                    Entity read = bench.readOne(cell.formatted(""));
                    assertThat(read.getRegisterEntry().getData().getBitstring()).isEqualTo(Bench.hex("9d"));
                    bench.refuse(
                            bench.modify(cell.formatted("data { bitstring: '\\x00\\x80\\x00\\x00\\x00' }")),
                            Code.OUT_OF_RANGE,
                            Code.INVALID_ARGUMENT);
                })
                .section("User-defined types")
                .check(41, "strings of translated types are kept as they are", bench -> {
                    bench.load("tunnel_p4runtime_types");
                    String name = ConformanceSuite.TRANSLATED_PORTS.get(0);
                    WriteOutcome outcome = bench.write(
                            bench.insert(
                                    "table_entry { table_id: @port_vrf match { field_id: 7 exact { value: '" + name
                                            + "' } } action { action { action_id: @set_vrf params { param_id: 3 value: '\\x01' } } } }"));
                    if (outcome.code() != Code.OK) {
                        throw UndecidedException.because("the server maps no port named " + name);
                    }
                    TableEntry entry =
                            bench.readOne("table_entry { table_id: @port_vrf }").getTableEntry();
                    assertThat(field(entry, 7).getExact().getValue()).isEqualTo(ByteString.copyFromUtf8(name));
                    bench.refuse(
                            bench.delete("table_entry { table_id: @port_vrf match { field_id: 7 exact { value: '\\x00"
                                    + name + "' } } }"),
                            Code.NOT_FOUND,
                            Code.INVALID_ARGUMENT);
                })
                .checks();
    }

    static FieldMatch field(TableEntry entry, int id) {
        return entry.getMatchList().stream()
                .filter(field -> field.getFieldId() == id)
                .findFirst()
                .orElseThrow(() -> new AssertionError("field " + id + " is missing in " + entry));
    }
}
