package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import java.util.List;
import org.p4.v1.TableEntry;

/** Keys, priorities, and what goes with an entry. */
final class MatchChecks {
    private static final String ROUTE =
            "match { field_id: 2 lpm { value: '\\x20\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x%02x'"
                    + " prefix_len: %d } }";

    private MatchChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("Match Format")
                .check(
                        42,
                        "don't-cares must be left out: prefix 0, mask 0 and the full range are INVALID_ARGUMENT",
                        bench -> {
                            bench.load("acl_meter");
                            refuseAcl(bench, "match { field_id: 1 ternary { value: '\\x00' mask: '\\x00' } }");
                            refuseAcl(bench, "match { field_id: 4 range { low: '\\x00' high: '\\xff\\xff' } }");
                            bench.load("l3_router");
                            bench.refuse(
                                    bench.insert(
                                            Texts.route6("match { field_id: 2 lpm { value: '\\x00' prefix_len: 0 } }")),
                                    Code.INVALID_ARGUMENT);
                            bench.accept(bench.insert(Texts.route6("")));
                        })
                .check(43, "bits outside of a prefix or a mask must be zero", bench -> {
                    bench.load("acl_meter");
                    refuseAcl(bench, "match { field_id: 1 ternary { value: '\\x03' mask: '\\x01' } }");
                    bench.load("l3_router");
                    bench.refuse(bench.insert(Texts.route6(ROUTE.formatted(1, 127))), Code.INVALID_ARGUMENT);
                    bench.accept(bench.insert(Texts.route6(ROUTE.formatted(2, 127))));
                    bench.accept(bench.insert(Texts.route6(ROUTE.formatted(1, 128))));
                    bench.refuse(
                            bench.insert(Texts.route6(ROUTE.formatted(0, 129))),
                            Code.INVALID_ARGUMENT,
                            Code.OUT_OF_RANGE);
                })
                .check(44, "the low end of a range is not above the high end", bench -> {
                    bench.load("acl_meter");
                    refuseAcl(bench, "match { field_id: 4 range { low: '\\x02' high: '\\x01' } }");
                    bench.accept(bench.insert(
                            Texts.acl(1, "match { field_id: 4 range { low: '\\x02' high: '\\x02' } }", "@permit")));
                })
                .check(45, "exact fields are mandatory; the others left out mean don't care", bench -> {
                    bench.load("acl_meter");
                    bench.accept(bench.insert(Texts.acl(1, "", "@permit")));
                    assertThat(bench.readOne("table_entry { table_id: @acl }")
                                    .getTableEntry()
                                    .getMatchCount())
                            .isZero();
                    bench.refuse(
                            bench.insert(
                                    "table_entry { table_id: @police action { action { action_id: @NoAction } } }"),
                            Code.INVALID_ARGUMENT);
                })
                .check(46, "a wrong match kind, an unknown and a repeated field are INVALID_ARGUMENT", bench -> {
                    bench.load("acl_meter");
                    refuseAcl(bench, "match { field_id: 1 exact { value: '\\x01' } }");
                    refuseAcl(bench, "match { field_id: 9 exact { value: '\\x01' } }");
                    refuseAcl(bench, Texts.source(1) + " " + Texts.source(2));
                    refuseAcl(bench, "match { field_id: 1 }");
                })
                .section("TableEntry")
                .check(47, "an INSERT into a table without key is INVALID_ARGUMENT", bench -> {
                    bench.load("const_tables");
                    bench.refuse(
                            bench.insert(
                                    "table_entry { table_id: @keyless action { action { action_id: @NoAction } } }"),
                            Code.INVALID_ARGUMENT);
                })
                .check(48, "a priority is given exactly where the key has ternary, range or optional fields", bench -> {
                    bench.load("acl_meter");
                    bench.refuse(bench.insert(Texts.acl(0, Texts.source(1), "@permit")), Code.INVALID_ARGUMENT);
                    bench.refuse(bench.insert(Texts.acl(-1, Texts.source(1), "@permit")), Code.INVALID_ARGUMENT);
                    bench.refuse(bench.insert(Texts.police(1, "priority: 1")), Code.INVALID_ARGUMENT);
                    bench.load("l3_router");
                    bench.refuse(
                            bench.insert(Texts.route6("priority: 3 " + ROUTE.formatted(0, 64))), Code.INVALID_ARGUMENT);
                })
                .check(49, "overlapping entries of equal priority are accepted", bench -> {
                    bench.load("acl_meter");
                    bench.accept(
                            bench.insert(Texts.acl(5, Texts.source(1), "@permit")),
                            bench.insert(Texts.acl(5, "", "@deny")),
                            bench.insert(Texts.acl(5, "match { field_id: 3 optional { value: '\\x06' } }", "@deny")));
                    assertThat(bench.read("table_entry { table_id: @acl }")).hasSize(3);
                })
                .check(50, "the same match with another priority is another entry", bench -> {
                    bench.load("acl_meter");
                    bench.accept(
                            bench.insert(Texts.acl(5, Texts.source(1), "@permit")),
                            bench.insert(Texts.acl(6, Texts.source(1), "@deny")));
                    bench.accept(bench.delete(Texts.acl(5, Texts.source(1), "@permit")));
                    assertThat(bench.readOne("table_entry { table_id: @acl }")
                                    .getTableEntry()
                                    .getPriority())
                            .isEqualTo(6);
                })
                .check(51, "is_const from a client is INVALID_ARGUMENT", bench -> {
                    bench.load("acl_meter");
                    bench.refuse(bench.insert(Texts.police(1, "is_const: true")), Code.INVALID_ARGUMENT);
                    bench.accept(bench.insert(Texts.police(1, "")));
                    bench.refuse(bench.modify(Texts.police(1, "is_const: true")), Code.INVALID_ARGUMENT);
                    bench.refuse(bench.delete(Texts.police(1, "is_const: true")), Code.INVALID_ARGUMENT);
                })
                .check(52, "metadata comes back byte for byte and is no part of the key", bench -> {
                    bench.load("acl_meter");
                    bench.accept(bench.insert(
                            Texts.police(1, "metadata: '\\x00\\x01\\xff' controller_metadata: 18446744073709551615")));
                    bench.refuse(bench.insert(Texts.police(1, "metadata: 'other'")), Code.ALREADY_EXISTS);
                    TableEntry entry =
                            bench.readOne("table_entry { table_id: @police }").getTableEntry();
                    assertThat(entry.getMetadata()).isEqualTo(Bench.hex("0001ff"));
                    assertThat(cookie(entry)).isEqualTo(-1L);
                })
                .checks();
    }

    @SuppressWarnings("deprecation") // servers still keep it
    private static long cookie(TableEntry entry) {
        return entry.getControllerMetadata();
    }

    private static void refuseAcl(Bench bench, String match) {
        bench.refuse(bench.insert(Texts.acl(1, match, "@permit")), Code.INVALID_ARGUMENT);
    }
}
