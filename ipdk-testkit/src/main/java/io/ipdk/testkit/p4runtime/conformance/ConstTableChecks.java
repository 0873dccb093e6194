package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import java.util.List;
import java.util.stream.IntStream;
import org.p4.v1.Entity;
import org.p4.v1.TableEntry;

/** Entries that the program brings along. */
final class ConstTableChecks {
    private static final String LPM = "match { field_id: 1 lpm { value: '\\x0a\\x00\\x00\\x00' prefix_len: 8 } }";

    private ConstTableChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("Constant Tables")
                .check(70, "entries of a constant table cannot be inserted, deleted or given another action", bench -> {
                    bench.load("const_tables");
                    String entry = "table_entry { table_id: @lpm_const %s %s }";
                    String action = "action { action { action_id: @lpm_set params { param_id: 1 value: '\\x08' } } }";
                    bench.refuse(
                            bench.insert(entry.formatted(
                                    "match { field_id: 1 lpm { value: '\\x63\\x00\\x00\\x00' prefix_len: 8 } }",
                                    action)),
                            Code.PERMISSION_DENIED);
                    bench.refuse(bench.delete(entry.formatted(LPM, "")), Code.PERMISSION_DENIED);
                    bench.refuse(bench.modify(entry.formatted(LPM, action)), Code.PERMISSION_DENIED);
                })
                .check(71, "they read back with is_const and the priorities N to 1", bench -> {
                    bench.load("const_tables");
                    List<Entity> found = bench.read("table_entry { table_id: @mix }");
                    assertThat(found).isNotEmpty();
                    assertThat(found.stream().map(Entity::getTableEntry)).allMatch(TableEntry::getIsConst);
                    assertThat(found.stream()
                                    .map(entity -> entity.getTableEntry().getPriority()))
                            .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, found.size())
                                    .boxed()
                                    .toList());
                    assertThat(found).anySatisfy(entity -> {
                        TableEntry first = entity.getTableEntry();
                        assertThat(first.getPriority()).isEqualTo(found.size());
                        assertThat(BytestringChecks.field(first, 2).getRange().getLow())
                                .as("low end of the range of the first entry in the source")
                                .isEqualTo(Bench.hex("64"));
                    });
                    assertThat(bench.read("table_entry { table_id: @lpm_const }"))
                            .isNotEmpty()
                            .allMatch(entity -> entity.getTableEntry().getIsConst()
                                    && entity.getTableEntry().getPriority() == 0
                                    && entity.getTableEntry().getIdleTimeoutNs() == 0);
                })
                .section("Preinitialized tables")
                .check(72, "clients insert into a preinitialised table, and its entries are there", bench -> {
                    bench.load(SampleProgram.load("const_tables")
                            .with(info -> info.getTablesBuilderList().stream()
                                    .filter(table ->
                                            table.getPreamble().getAlias().equals("lpm_const"))
                                    .forEach(table ->
                                            table.setIsConstTable(false).setHasInitialEntries(true))));
                    int initial =
                            bench.read("table_entry { table_id: @lpm_const }").size();
                    assertThat(initial).isPositive();
                    bench.accept(
                            bench.insert(
                                    "table_entry { table_id: @lpm_const match { field_id: 1 lpm { value: '\\x63\\x00\\x00\\x00' prefix_len: 8 }"
                                            + " } action { action { action_id: @lpm_set params { param_id: 1 value: '\\x08' } } } }"));
                    List<Entity> found = bench.read("table_entry { table_id: @lpm_const }");
                    assertThat(found).hasSize(initial + 1);
                    boolean constant = bench.readOne("table_entry { table_id: @lpm_const " + LPM + " }")
                            .getTableEntry()
                            .getIsConst();
                    WriteOutcome deletion =
                            bench.write(bench.delete("table_entry { table_id: @lpm_const " + LPM + " }"));
                    assertThat(deletion.first())
                            .as("deletion of an initial entry with is_const " + constant)
                            .isEqualTo(constant ? Code.PERMISSION_DENIED : Code.OK);
                })
                .checks();
    }
}
