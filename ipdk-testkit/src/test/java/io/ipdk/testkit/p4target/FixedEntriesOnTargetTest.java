package io.ipdk.testkit.p4target;

import static io.ipdk.p4runtime.value.P4Value.ipv4;
import static io.ipdk.testkit.p4target.SamplePrograms.bytes;
import static io.ipdk.testkit.p4target.SamplePrograms.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.reconcile.ReconcileResult;
import io.ipdk.p4runtime.write.Change;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.p4.config.v1.P4Info;

/** Entries that the program brings along, and default entries. */
class FixedEntriesOnTargetTest {
    @RegisterExtension
    static final P4TargetExtension TARGET = P4TargetExtension.running(SamplePrograms.load("const_tables"));

    /** Where the program puts what its tables said, counted from its answer's first byte. */
    private static final int LPM_HIT = 0;

    private static final int OPEN_HIT = 2;
    private static final int KIND = 3;
    private static final int REQUEST = 10;

    private static final TableEntry SUBNET = TableEntry.in("lpm_const").lpm("k32", ipv4("10.0.0.0"), 8);

    @Test
    void constantEntriesAreReadWithTheirMarkAndRank(P4RuntimeClient client) {
        assertThat(read(client, TableEntry.all("lpm_const")))
                .hasSize(5)
                .allMatch(TableEntry::isConstant)
                .extracting(TableEntry::key)
                .contains(SUBNET);
        assertThat(read(client, TableEntry.all("mix")))
                .allMatch(TableEntry::isConstant)
                .extracting(TableEntry::priority)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 6).boxed().toList());
    }

    @Test
    void constantEntriesDecideAndCannotBeChanged(P4TestTarget target, P4RuntimeClient client) {
        assertThat(answer(target, 0, 0x0a01_0203, 0, LPM_HIT)).isEqualTo(32);
        assertThat(answer(target, 0, 0x0a05_0505, 0, LPM_HIT)).isEqualTo(8);

        TableEntry set = SUBNET.action("lpm_set", a -> a.set("v", 9));
        for (Change change : List.of(Change.modify(set), Change.delete(set), Change.insert(set))) {
            assertThatThrownBy(() -> client.write(List.of(change)))
                    .isInstanceOf(InvalidEntityException.class)
                    .hasMessageContaining("table lpm_const");
        }
        assertThat(answer(target, 0, 0x0a05_0505, 0, LPM_HIT)).isEqualTo(8);
    }

    @Test
    void initialEntriesAreJoinedByTheControllers(P4TestTarget target, P4RuntimeClient client) {
        client.pipeline()
                .verifyAndCommit(SamplePrograms.load("const_tables", FixedEntriesOnTargetTest::initialEntries));
        TableEntry own =
                TableEntry.in("lpm_const").lpm("k32", ipv4("99.0.0.0"), 8).action("lpm_set", a -> a.set("v", 99));

        client.insert(own);

        assertThat(read(client, TableEntry.all("lpm_const"))).hasSize(6).contains(own);
        assertThat(answer(target, 0, 0x6300_0001, 0, LPM_HIT)).isEqualTo(99);
        client.delete(own);
        assertThat(answer(target, 0, 0x6300_0001, 0, LPM_HIT)).isZero();
    }

    private static void initialEntries(P4Info.Builder info) {
        info.getTablesBuilderList().stream()
                .filter(table -> table.getPreamble().getAlias().equals("lpm_const"))
                .forEach(table -> table.setIsConstTable(false).setHasInitialEntries(true));
    }

    @Test
    void theDefaultEntryIsSetAndReset(P4TestTarget target, P4RuntimeClient client) {
        TableEntry other = TableEntry.defaultOf("kinds")
                .action("a_two", a -> a.set("x", 5))
                .metadata(bytes("ours"));
        assertThat(answer(target, 0, 0, 0, KIND)).isEqualTo(0xdf);

        client.modify(other);
        assertThat(answer(target, 0, 0, 0, KIND)).isEqualTo(0x15);
        assertThat(read(client, TableEntry.defaultOf("kinds"))).containsExactly(other);
        assertThat(read(client, TableEntry.all("kinds")))
                .as("not among the others")
                .isEmpty();

        client.modify(TableEntry.defaultOf("kinds"));
        assertThat(answer(target, 0, 0, 0, KIND)).isEqualTo(0xdf);
        assertThat(read(client, TableEntry.defaultOf("kinds")))
                .containsExactly(TableEntry.defaultOf("kinds").action("a_other"));
    }

    @Test
    void aTableWithoutKeyHasADefaultEntryAlone(P4TestTarget target, P4RuntimeClient client) {
        client.modify(TableEntry.defaultOf("keyless").action("keyless_set", a -> a.set("v", 0x0f)));

        assertThat(answer(target, 0, 0, 0, OPEN_HIT)).isEqualTo(0xdf);
        assertThatThrownBy(() -> client.insert(TableEntry.in("keyless").action("keyless_set", a -> a.set("v", 1))))
                .hasMessageContaining("keyless");
    }

    @Test
    void aConstantDefaultEntryCannotBeChanged(P4TestTarget target, P4RuntimeClient client) {
        assertThatThrownBy(() -> client.modify(
                        TableEntry.defaultOf("open_const_default").action("open_default", a -> a.set("v", 1))))
                .hasMessageContaining("open_const_default");

        assertThat(answer(target, 0, 0, 0, OPEN_HIT)).isEqualTo(0xd0);
        assertThat(read(client, TableEntry.defaultOf("open_const_default")))
                .containsExactly(
                        TableEntry.defaultOf("open_const_default").action("open_default", a -> a.set("v", 0xd0)));
    }

    @Test
    void reconcilingLeavesFixedEntriesAloneAndTouchesOnlyWhatDiffers(P4RuntimeClient client) {
        TableEntry kept = open(1).action("open_set", a -> a.set("v", 1));
        TableEntry changed = open(2).action("open_set", a -> a.set("v", 2));
        client.insert(kept, open(2).action("open_only_entry"), open(3).action("open_only_entry"));

        ReconcileResult result = client.reconcile(
                List.of(kept, changed, TableEntry.defaultOf("kinds").action("a_one")),
                List.of(TableEntry.all("lpm_const"), TableEntry.all("mix")));

        assertThat(result.count(Change.Kind.MODIFY))
                .as("one entry and the default")
                .isEqualTo(2);
        assertThat(result.count(Change.Kind.DELETE)).isOne();
        assertThat(result.count(Change.Kind.INSERT)).isZero();
        assertThat(read(client, TableEntry.all("open_const_default"))).containsExactlyInAnyOrder(kept, changed);
        assertThat(read(client, TableEntry.all("lpm_const"))).hasSize(5);
        assertThat(read(client, TableEntry.defaultOf("kinds")))
                .containsExactly(TableEntry.defaultOf("kinds").action("a_one"));
    }

    private static TableEntry open(int key) {
        return TableEntry.in("open_const_default").exact("k8", key);
    }

    /** One byte of what the program answers to a request. */
    private static int answer(P4TestTarget target, int k8, int k32, int selector, int position) {
        byte[] request = ByteBuffer.allocate(REQUEST)
                .put((byte) k8)
                .putShort((short) 0)
                .putInt(k32)
                .putShort((short) 1)
                .put((byte) selector)
                .array();
        PacketOutcome outcome = target.inject(1, request);
        assertThat(outcome.sent()).as(outcome.trace().text()).hasSize(1);
        return Byte.toUnsignedInt(outcome.sent().get(0).bytes().byteAt(REQUEST + position));
    }
}
