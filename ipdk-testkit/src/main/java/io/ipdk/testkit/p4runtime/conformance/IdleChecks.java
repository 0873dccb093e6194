package io.ipdk.testkit.p4runtime.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import java.util.List;
import org.p4.v1.IdleTimeoutNotification;
import org.p4.v1.StreamMessageResponse.UpdateCase;
import org.p4.v1.TableEntry;

/** Idle timeouts of entries. */
final class IdleChecks {
    private static final long LONG = 60_000_000_000L;

    private IdleChecks() {}

    static List<ConformanceCheck> checks() {
        return new CheckList()
                .section("Idle-timeout")
                .check(97, "idle_timeout_ns reads back exactly as written", bench -> {
                    bench.load("l2_switch");
                    bench.accept(bench.insert(Texts.smac(1, "idle_timeout_ns: 60000000001")));
                    assertThat(bench.readOne("table_entry { table_id: @smac }")
                                    .getTableEntry()
                                    .getIdleTimeoutNs())
                            .isEqualTo(LONG + 1);
                })
                .check(98, "time_since_last_hit is set exactly if it was asked for, also without a timeout", bench -> {
                    bench.load("l2_switch");
                    bench.accept(
                            bench.insert(Texts.smac(1, "")), bench.insert(Texts.smac(2, "idle_timeout_ns: " + LONG)));
                    assertThat(bench.read("table_entry { table_id: @smac }"))
                            .noneMatch(entity -> entity.getTableEntry().hasTimeSinceLastHit());
                    assertThat(bench.read("table_entry { table_id: @smac time_since_last_hit {} }"))
                            .hasSize(2)
                            .allMatch(entity -> entity.getTableEntry().hasTimeSinceLastHit());
                    long before = elapsed(bench);
                    assertThat(elapsed(bench)).isGreaterThan(before);
                })
                .check(99, "an idle timeout of a table that supports none is INVALID_ARGUMENT", bench -> {
                    bench.load("l2_switch");
                    String entry = Texts.dmac(1, 1);
                    bench.refuse(
                            bench.insert(entry.substring(0, entry.length() - 1) + " idle_timeout_ns: 1000 }"),
                            Code.INVALID_ARGUMENT);
                    bench.refuse(
                            bench.insert(entry.substring(0, entry.length() - 1) + " time_since_last_hit {} }"),
                            Code.INVALID_ARGUMENT);
                    bench.refuseRead("table_entry { table_id: @dmac time_since_last_hit {} }", Code.INVALID_ARGUMENT);
                })
                .section("Table Idle Timeout Notification")
                .check(100, "notices come again and again until the entry is deleted", bench -> {
                    bench.load("l2_switch");
                    bench.accept(bench.insert(
                            Texts.smac(9, "idle_timeout_ns: 100000000 metadata: 'm' controller_metadata: 8")));
                    for (int i = 0; i < 2; i++) {
                        IdleTimeoutNotification notice = bench.primary()
                                .await(UpdateCase.IDLE_TIMEOUT_NOTIFICATION)
                                .getIdleTimeoutNotification();
                        assertThat(notice.getTableEntryList()).hasSize(1);
                        assertThat(notice.getTimestamp()).isPositive();
                        TableEntry entry = notice.getTableEntry(0);
                        assertThat(entry.getTableId()).isEqualTo(bench.program().id("smac"));
                        assertThat(entry.getMatchCount()).isEqualTo(2);
                        assertThat(entry.getIdleTimeoutNs()).isEqualTo(100_000_000);
                        assertThat(entry.getMetadata().toStringUtf8()).isEqualTo("m");
                    }
                    bench.accept(bench.delete(Texts.smac(9, "")));
                    // Some notices may have been on their way when the entry was deleted.
                    bench.primary().drain(UpdateCase.IDLE_TIMEOUT_NOTIFICATION);
                    bench.primary().expectNone(UpdateCase.IDLE_TIMEOUT_NOTIFICATION);
                })
                .checks();
    }

    private static long elapsed(Bench bench) {
        return bench.read("table_entry { table_id: @smac time_since_last_hit {} }")
                .get(0)
                .getTableEntry()
                .getTimeSinceLastHit()
                .getElapsedNs();
    }
}
