package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import java.util.List;
import org.p4.config.v1.MeterSpec;
import org.p4.v1.CounterData;
import org.p4.v1.Entity;
import org.p4.v1.TableEntry;

/** Counters, meters and registers, direct and indirect. */
final class ResourceChecks {
    private static final String TWO_RATE = "cir: 1000 cburst: 100 pir: 2000 pburst: 200";
    private static final String ONE_RATE = "cir: 1000 cburst: 100 pir: 1000 pburst: 100";
    private static final String COUNTER = "counter_entry { counter_id: @verdicts %s }";
    private static final String METER = "meter_entry { meter_id: @port_meter %s }";
    private static final String REGISTER = "register_entry { register_id: @slot_addr %s }";

    private ResourceChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("Direct Resources")
                .check(
                        73,
                        "MODIFY: an unset meter_config resets, unset counter_data leaves, set meter_counter_data clears",
                        bench -> {
                            bench.load("acl_meter");
                            bench.accept(bench.insert(Texts.police(1, "meter_config { " + TWO_RATE + " }")));
                            assertThat(police(bench).getMeterConfig().getCir()).isEqualTo(1000);
                            bench.accept(bench.modify(Texts.police(1, "meter_counter_data {}")));
                            assertThat(police(bench).hasMeterConfig()).isFalse();
                            String acl = Texts.acl(1, Texts.source(1), "@permit");
                            String counted = acl.substring(0, acl.length() - 1)
                                    + " counter_data { packet_count: 7 byte_count: 900 } }";
                            bench.accept(bench.insert(counted));
                            assertThat(acl(bench).getCounterData()).isEqualTo(data(7, 900));
                            bench.accept(bench.modify(acl));
                            assertThat(acl(bench).getCounterData()).isEqualTo(data(7, 900));
                            bench.refuse(bench.insert(Texts.police(2, "counter_data {}")), Code.INVALID_ARGUMENT);
                        })
                .check(74, "a read returns direct resources only if the request sets the field", bench -> {
                    bench.load("acl_meter");
                    bench.accept(bench.insert(Texts.police(1, "meter_config { " + TWO_RATE + " }")));
                    bench.accept(bench.insert(Texts.acl(1, "", "@permit")));
                    assertThat(bench.readOne("table_entry { table_id: @police }")
                                    .getTableEntry()
                                    .hasMeterConfig())
                            .isFalse();
                    assertThat(bench.readOne("table_entry { table_id: @acl }")
                                    .getTableEntry()
                                    .hasCounterData())
                            .isFalse();
                    assertThat(police(bench).hasMeterConfig()).isTrue();
                    assertThat(acl(bench).hasCounterData()).isTrue();
                })
                .check(75, "a meter at its default reads back without a config", bench -> {
                    bench.load("acl_meter");
                    bench.accept(bench.insert(Texts.police(1, "")));
                    assertThat(police(bench).hasMeterConfig()).isFalse();
                    assertThat(bench.readOne("direct_meter_entry { table_entry { " + Texts.policeKey(1) + " } }")
                                    .getDirectMeterEntry()
                                    .hasConfig())
                            .isFalse();
                    assertThat(bench.readOne(METER.formatted("index { index: 3 }"))
                                    .getMeterEntry()
                                    .hasConfig())
                            .isFalse();
                })
                .check(76, "the counters of a meter can be cleared, not set", bench -> {
                    bench.load("acl_meter");
                    WriteOutcome cleared = bench.write(bench.insert(Texts.police(1, "meter_counter_data {}")));
                    if (cleared.first() == Code.UNIMPLEMENTED) {
                        throw UndecidedException.unsupported("meters have no counters");
                    }
                    assertThat(cleared.code()).isEqualTo(Code.OK);
                    bench.refuse(
                            bench.modify(Texts.police(1, "meter_counter_data { red { packet_count: 1 } }")),
                            Code.INVALID_ARGUMENT);
                    bench.refuse(
                            bench.modify(
                                    METER.formatted("index { index: 1 } counter_data { green { byte_count: 1 } }")),
                            Code.INVALID_ARGUMENT);
                })
                .section("CounterEntry & DirectCounterEntry")
                .check(77, "INSERT and DELETE of counters, meters and registers are INVALID_ARGUMENT", bench -> {
                    bench.load("acl_meter");
                    bench.accept(bench.insert(Texts.police(1, "")), bench.insert(Texts.acl(1, "", "@permit")));
                    for (String text : List.of(
                            COUNTER.formatted("index { index: 1 } data { packet_count: 1 }"),
                            METER.formatted("index { index: 1 }"),
                            "direct_meter_entry { table_entry { " + Texts.policeKey(1) + " } }",
                            "direct_counter_entry { table_entry { table_id: @acl priority: 1 } data {} }")) {
                        bench.refuse(bench.insert(text), Code.INVALID_ARGUMENT);
                        bench.refuse(bench.delete(text), Code.INVALID_ARGUMENT);
                    }
                    bench.load("nat_conntrack");
                    String cell = REGISTER.formatted("index { index: 1 } data { bitstring: '\\x01' }");
                    bench.refuse(bench.insert(cell), Code.INVALID_ARGUMENT);
                    bench.refuse(bench.delete(cell), Code.INVALID_ARGUMENT);
                })
                .check(78, "a negative index is INVALID_ARGUMENT, one past the end OUT_OF_RANGE", bench -> {
                    bench.load("acl_meter");
                    bench.refuse(bench.modify(COUNTER.formatted("index { index: -1 } data {}")), Code.INVALID_ARGUMENT);
                    bench.refuse(bench.modify(COUNTER.formatted("index { index: 6 } data {}")), Code.OUT_OF_RANGE);
                    bench.refuse(bench.modify(METER.formatted("index { index: 512 }")), Code.OUT_OF_RANGE);
                    bench.refuseRead(COUNTER.formatted("index { index: 6 }"), Code.OUT_OF_RANGE);
                    bench.refuseRead(METER.formatted("index { index: -1 }"), Code.INVALID_ARGUMENT);
                    bench.load("nat_conntrack");
                    bench.refuse(
                            bench.modify(REGISTER.formatted("index { index: 256 } data { bitstring: '\\x01' }")),
                            Code.OUT_OF_RANGE);
                })
                .check(79, "without an index all cells are meant", bench -> {
                    bench.load("acl_meter");
                    bench.accept(bench.modify(COUNTER.formatted("data { packet_count: 4 }")));
                    List<Entity> cells = bench.read(COUNTER.formatted(""));
                    assertThat(cells).hasSize(6);
                    assertThat(cells)
                            .allMatch(cell -> cell.getCounterEntry().getData().getPacketCount() == 4);
                    bench.accept(bench.modify(METER.formatted("config { " + TWO_RATE + " }")));
                    assertThat(bench.read(METER.formatted("")))
                            .hasSize(512)
                            .allMatch(cell -> cell.getMeterEntry().getConfig().getPir() == 2000);
                    bench.accept(bench.modify(METER.formatted("index { index: 5 }")));
                    assertThat(bench.read(METER.formatted("")).stream()
                                    .filter(cell -> cell.getMeterEntry().hasConfig()))
                            .hasSize(511);
                })
                .section("MeterEntry & DirectMeterEntry")
                .check(80, "a meter's configuration has the shape of its type", bench -> {
                    bench.load("acl_meter");
                    meter(bench, TWO_RATE, Code.OK);
                    meter(bench, ONE_RATE, Code.OK);
                    meter(bench, TWO_RATE + " eburst: 5", Code.INVALID_ARGUMENT);
                    bench.load(typed(MeterSpec.Type.SINGLE_RATE_THREE_COLOR));
                    meter(bench, TWO_RATE, Code.INVALID_ARGUMENT);
                    meter(bench, ONE_RATE + " eburst: 5", Code.OK);
                    bench.load(typed(MeterSpec.Type.SINGLE_RATE_TWO_COLOR));
                    meter(bench, TWO_RATE, Code.INVALID_ARGUMENT);
                    meter(bench, ONE_RATE + " eburst: 5", Code.INVALID_ARGUMENT);
                    meter(bench, ONE_RATE, Code.OK);
                })
                .section("RegisterEntry")
                .check(81, "register data of another type are INVALID_ARGUMENT, and good ones read back", bench -> {
                    bench.load("nat_conntrack");
                    String cell = REGISTER.formatted("index { index: 2 } %s");
                    for (String wrong : List.of(
                            "data { bool: true }",
                            "data { tuple { members { bitstring: '\\x01' } } }",
                            "data { struct { members { bitstring: '\\x01' } } }")) {
                        bench.refuse(bench.modify(cell.formatted(wrong)), Code.INVALID_ARGUMENT);
                    }
                    bench.accept(bench.modify(cell.formatted("data { bitstring: '\\x00\\x0a\\x00\\x00\\x01' }")));
                    assertThat(bench.readOne(cell.formatted(""))
                                    .getRegisterEntry()
                                    .getData()
                                    .getBitstring())
                            .isEqualTo(Bench.hex("0a000001"));
                    assertThat(bench.read(REGISTER.formatted(""))).hasSize(256);
                })
                .section("DirectCounterEntry")
                .check(82, "the direct counter or meter of an absent entry is NOT_FOUND", bench -> {
                    bench.load("acl_meter");
                    String counter = "direct_counter_entry { table_entry { table_id: @acl priority: 1 "
                            + Texts.source(1) + " } %s }";
                    String meter = "direct_meter_entry { table_entry { " + Texts.policeKey(1) + " } }";
                    bench.refuse(bench.modify(counter.formatted("data { packet_count: 1 }")), Code.NOT_FOUND);
                    bench.refuse(bench.modify(meter), Code.NOT_FOUND);
                    bench.refuseRead(counter.formatted(""), Code.NOT_FOUND);
                    bench.refuseRead(meter, Code.NOT_FOUND);
                    bench.accept(bench.insert(Texts.acl(1, Texts.source(1), "@permit")));
                    bench.accept(bench.modify(counter.formatted("data { packet_count: 3 byte_count: 30 }")));
                    assertThat(bench.readOne(counter.formatted(""))
                                    .getDirectCounterEntry()
                                    .getData())
                            .isEqualTo(data(3, 30));
                })
                .checks();
    }

    private static void meter(Bench bench, String config, Code code) {
        WriteOutcome outcome =
                bench.write(bench.modify(METER.formatted("index { index: 1 } config { " + config + " }")));
        assertThat(outcome.first()).as("code for " + config).isEqualTo(code);
    }

    private static SampleProgram typed(MeterSpec.Type type) {
        return SampleProgram.load("acl_meter")
                .with(info -> info.getMetersBuilder(0).getSpecBuilder().setType(type));
    }

    private static TableEntry police(Bench bench) {
        return bench.readOne("table_entry { table_id: @police meter_config {} }")
                .getTableEntry();
    }

    private static TableEntry acl(Bench bench) {
        return bench.readOne("table_entry { table_id: @acl counter_data {} }").getTableEntry();
    }

    private static CounterData data(long packets, long bytes) {
        return CounterData.newBuilder()
                .setPacketCount(packets)
                .setByteCount(bytes)
                .build();
    }
}
