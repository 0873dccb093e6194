package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import java.util.List;
import org.p4.v1.TableEntry;

/** Default entries. */
final class DefaultEntryChecks {
    private static final String DMAC_DEFAULT = "table_entry { table_id: @dmac is_default_action: true %s }";

    private DefaultEntryChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("Default Entry")
                .check(63, "INSERT and DELETE are INVALID_ARGUMENT", bench -> {
                    bench.load("l2_switch");
                    bench.refuse(bench.insert(DMAC_DEFAULT.formatted(Texts.forward(1))), Code.INVALID_ARGUMENT);
                    bench.refuse(bench.delete(DMAC_DEFAULT.formatted("")), Code.INVALID_ARGUMENT);
                })
                .check(64, "match fields or a priority are INVALID_ARGUMENT", bench -> {
                    bench.load("l2_switch");
                    bench.refuse(
                            bench.modify("table_entry { is_default_action: true " + Texts.dmacKey(1) + Texts.forward(1)
                                    + "}"),
                            Code.INVALID_ARGUMENT);
                    bench.refuse(
                            bench.modify(DMAC_DEFAULT.formatted("priority: 1 " + Texts.forward(1))),
                            Code.INVALID_ARGUMENT);
                })
                .check(65, "a MODIFY without action resets action and metadata", bench -> {
                    bench.load("l2_switch");
                    TableEntry original = read(bench);
                    bench.accept(bench.modify(DMAC_DEFAULT.formatted(Texts.forward(2) + " metadata: 'mine'")));
                    TableEntry changed = read(bench);
                    assertThat(changed.getAction().getAction().getActionId())
                            .isEqualTo(bench.program().id("forward"));
                    assertThat(changed.getMetadata().toStringUtf8()).isEqualTo("mine");
                    bench.accept(bench.modify(DMAC_DEFAULT.formatted("")));
                    assertThat(read(bench)).isEqualTo(original);
                })
                .check(66, "a constant default entry is PERMISSION_DENIED", bench -> {
                    bench.load("const_tables");
                    bench.refuse(
                            bench.modify(
                                    "table_entry { table_id: @open_const_default is_default_action: true action { action {"
                                            + " action_id: @open_default params { param_id: 1 value: '\\x01' } } } }"),
                            Code.PERMISSION_DENIED);
                    bench.refuse(
                            bench.modify("table_entry { table_id: @open_const_default is_default_action: true }"),
                            Code.PERMISSION_DENIED);
                })
                .check(67, "an idle timeout is INVALID_ARGUMENT", bench -> {
                    bench.load("l2_switch");
                    bench.refuse(
                            bench.modify(
                                    "table_entry { table_id: @smac is_default_action: true idle_timeout_ns: 1000000000 action"
                                            + " { action { action_id: @nothing } } }"),
                            Code.INVALID_ARGUMENT);
                })
                .check(68, "a wildcard read has no default entries unless they are asked for", bench -> {
                    bench.load("l2_switch");
                    bench.accept(bench.modify(DMAC_DEFAULT.formatted(Texts.forward(2))));
                    bench.accept(bench.insert(Texts.dmac(1, 1)));
                    assertThat(bench.read("table_entry { table_id: @dmac }")).hasSize(1);
                    assertThat(bench.read("table_entry {}")).hasSize(1);
                    TableEntry entry = read(bench);
                    assertThat(entry.getIsDefaultAction()).isTrue();
                    assertThat(entry.getAction().getAction().getParams(0).getValue())
                            .isEqualTo(Bench.hex("02"));
                })
                .check(69, "the default entry of a table with an action profile is constant", bench -> {
                    bench.load("l3_router");
                    bench.refuse(
                            bench.modify(
                                    "table_entry { table_id: @route_v4 is_default_action: true action { action { action_id:"
                                            + " @NoAction } } }"),
                            Code.PERMISSION_DENIED,
                            Code.INVALID_ARGUMENT);
                })
                .checks();
    }

    private static TableEntry read(Bench bench) {
        return bench.readOne(DMAC_DEFAULT.formatted("")).getTableEntry();
    }
}
