package io.ipdk.p4runtime.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p4.config.v1.Action;
import org.p4.config.v1.ActionRef;
import org.p4.config.v1.MatchField;
import org.p4.config.v1.P4Info;
import org.p4.config.v1.Preamble;
import org.p4.config.v1.Table;
import org.p4.v1.DirectCounterEntry;
import org.p4.v1.Entity;
import org.p4.v1.TableEntry;
import org.p4.v1.Update;

class UpdateStagesTest {
    private static final int NEIGHBOR = 0x02000001;
    private static final int NEXTHOP = 0x02000002;
    private static final int ROUTE = 0x02000003;
    private static final int ACL = 0x02000004;

    /** Routes call an action whose parameter refers to next hops, which match what refers to neighbors. */
    private static final P4Info INFO = P4Info.newBuilder()
            .addTables(table(ROUTE, "ingress.route", "")
                    .addActionRefs(ActionRef.newBuilder().setId(9)))
            .addTables(table(NEXTHOP, "ingress.nexthop", "@refers_to(\"neighbor\", \"id\")"))
            .addTables(table(NEIGHBOR, "ingress.neighbor", ""))
            .addTables(table(ACL, "ingress.acl", ""))
            .addActions(Action.newBuilder()
                    .setPreamble(Preamble.newBuilder().setId(9).setName("ingress.to"))
                    .addParams(Action.Param.newBuilder().setId(1).addAnnotations("@refers_to(nexthop, id)")))
            .build();

    private static Table.Builder table(int id, String name, String annotation) {
        MatchField.Builder field = MatchField.newBuilder().setId(1).setName("id");
        if (!annotation.isEmpty()) {
            field.addAnnotations(annotation);
        }
        return Table.newBuilder()
                .setPreamble(
                        Preamble.newBuilder().setId(id).setName(name).setAlias(name.substring(name.indexOf('.') + 1)))
                .addMatchFields(field);
    }

    private static Update update(Update.Type type, int table, int priority) {
        return Update.newBuilder()
                .setType(type)
                .setEntity(Entity.newBuilder()
                        .setTableEntry(TableEntry.newBuilder().setTableId(table).setPriority(priority)))
                .build();
    }

    private static List<List<Integer>> stages(List<Update> updates) {
        List<List<Integer>> stages = new ArrayList<>();
        for (int[] stage : UpdateStages.of(updates, ReferenceRanks.of(INFO))) {
            List<Integer> positions = new ArrayList<>();
            for (int position : stage) {
                positions.add(position);
            }
            stages.add(positions);
        }
        return stages;
    }

    @Test
    void nothingIsNoStage() {
        assertThat(stages(List.of())).isEmpty();
    }

    @Test
    void oneKindIsOneStage() {
        assertThat(stages(List.of(update(Update.Type.INSERT, ACL, 1), update(Update.Type.INSERT, ACL, 2))))
                .containsExactly(List.of(0, 1));
    }

    @Test
    void whatIsReferredToIsInsertedFirst() {
        assertThat(stages(List.of(
                        update(Update.Type.INSERT, ROUTE, 1),
                        update(Update.Type.INSERT, NEXTHOP, 1),
                        update(Update.Type.INSERT, NEIGHBOR, 1),
                        update(Update.Type.INSERT, ACL, 1))))
                .containsExactly(List.of(2, 3), List.of(1), List.of(0));
    }

    @Test
    void whatIsReferredToIsDeletedLast() {
        assertThat(stages(List.of(
                        update(Update.Type.DELETE, NEIGHBOR, 1),
                        update(Update.Type.DELETE, NEXTHOP, 1),
                        update(Update.Type.DELETE, ROUTE, 1))))
                .containsExactly(List.of(2), List.of(1), List.of(0));
    }

    @Test
    void deletesComeAfterTheModificationsThatFreeThem() {
        assertThat(stages(List.of(
                        update(Update.Type.DELETE, NEXTHOP, 1),
                        update(Update.Type.MODIFY, ROUTE, 1),
                        update(Update.Type.INSERT, NEXTHOP, 2))))
                .containsExactly(List.of(2), List.of(1), List.of(0));
    }

    @Test
    void directResourcesComeAfterTheirEntry() {
        Update counter = Update.newBuilder()
                .setType(Update.Type.MODIFY)
                .setEntity(Entity.newBuilder()
                        .setDirectCounterEntry(DirectCounterEntry.newBuilder()
                                .setTableEntry(TableEntry.newBuilder().setTableId(ACL))))
                .build();

        assertThat(stages(List.of(counter, update(Update.Type.INSERT, ACL, 1))))
                .containsExactly(List.of(1), List.of(0));
    }

    @Test
    void aSecondChangeOfOneEntityWaitsForTheFirst() {
        assertThat(stages(List.of(
                        update(Update.Type.DELETE, ACL, 1),
                        update(Update.Type.INSERT, ACL, 1),
                        update(Update.Type.MODIFY, ACL, 1))))
                .containsExactly(List.of(0), List.of(1), List.of(2));
    }

    @Test
    void repeatedInsertsNeedNoOrder() {
        assertThat(stages(List.of(update(Update.Type.INSERT, ACL, 1), update(Update.Type.INSERT, ACL, 1))))
                .containsExactly(List.of(0, 1));
    }

    @Test
    void circlesOfReferencesAreCut() {
        P4Info circle = P4Info.newBuilder()
                .addTables(table(NEIGHBOR, "x.one", "@refers_to(two, id)"))
                .addTables(table(NEXTHOP, "x.two", "@refers_to(one, id)"))
                .build();

        assertThat(UpdateStages.of(
                        List.of(update(Update.Type.INSERT, NEIGHBOR, 1), update(Update.Type.INSERT, NEXTHOP, 1)),
                        ReferenceRanks.of(circle)))
                .hasSize(2);
    }

    @Test
    void everyUpdateIsInExactlyOneStageWhateverTheList() {
        Random random = new Random(7);
        int[] tables = {NEIGHBOR, NEXTHOP, ROUTE, ACL};
        Update.Type[] types = {Update.Type.INSERT, Update.Type.MODIFY, Update.Type.DELETE};
        for (int round = 0; round < 200; round++) {
            List<Update> updates = new ArrayList<>();
            for (int i = random.nextInt(30); i >= 0; i--) {
                updates.add(update(types[random.nextInt(3)], tables[random.nextInt(4)], random.nextInt(5)));
            }
            List<Integer> all =
                    stages(updates).stream().flatMap(List::stream).sorted().toList();
            assertThat(all).hasSize(updates.size()).doesNotHaveDuplicates();
            List<List<Integer>> stages = stages(updates);
            for (int one = 0; one < updates.size(); one++) {
                for (int two = one + 1; two < updates.size(); two++) {
                    boolean sameEntity =
                            updates.get(one).getEntity().equals(updates.get(two).getEntity());
                    boolean sameType =
                            updates.get(one).getType() == updates.get(two).getType();
                    if (sameEntity && !sameType) {
                        assertThat(stageOf(stages, one)).isLessThan(stageOf(stages, two));
                    }
                }
            }
        }
    }

    private static int stageOf(List<List<Integer>> stages, int position) {
        for (int i = 0; i < stages.size(); i++) {
            if (stages.get(i).contains(position)) {
                return i;
            }
        }
        return -1;
    }
}
