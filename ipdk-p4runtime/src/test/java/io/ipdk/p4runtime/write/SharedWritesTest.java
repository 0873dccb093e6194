package io.ipdk.p4runtime.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.p4.v1.ActionProfileMember;
import org.p4.v1.CounterEntry;
import org.p4.v1.Entity;
import org.p4.v1.Index;
import org.p4.v1.Update;

class SharedWritesTest {
    private static final Update.Type[] TYPES = {Update.Type.INSERT, Update.Type.MODIFY, Update.Type.DELETE};

    private final ArrayDeque<SharedWrite> left = new ArrayDeque<>();
    private final SharedWrites writes = new SharedWrites(WriteLimits.defaults(), left::add);

    private static SingleUpdate<Integer> update(int number, Update.Type type, int member, int rank) {
        Entity entity = Entity.newBuilder()
                .setActionProfileMember(ActionProfileMember.newBuilder().setMemberId(member))
                .build();
        return new SingleUpdate<>(
                number, Update.newBuilder().setType(type).setEntity(entity).build(), rank);
    }

    private static SingleUpdate<Integer> cell(int number, int index) {
        CounterEntry.Builder cell = CounterEntry.newBuilder().setCounterId(1);
        if (index >= 0) {
            cell.setIndex(Index.newBuilder().setIndex(index));
        }
        Entity entity = Entity.newBuilder().setCounterEntry(cell).build();
        return new SingleUpdate<>(
                number,
                Update.newBuilder()
                        .setType(Update.Type.MODIFY)
                        .setEntity(entity)
                        .build(),
                0);
    }

    private static int size(SharedWrite write) {
        return write.updates().size();
    }

    @Test
    void whatComesFirstLeavesAtOnceAndTheRestTogether() {
        for (int i = 0; i < 10; i++) {
            writes.submit(update(i, Update.Type.INSERT, i, 0));
        }
        assertThat(left).hasSize(1);

        writes.ended(left.remove());

        assertThat(left).singleElement().extracting(SharedWritesTest::size).isEqualTo(9);
    }

    @Test
    void insertsAndDeletesThatDoNotReferToEachOtherShare() {
        for (int i = 0; i < 11; i++) {
            writes.submit(update(i, TYPES[i % 3], i, 4));
        }
        writes.ended(left.remove());

        assertThat(left).singleElement().extracting(SharedWritesTest::size).isEqualTo(10);
    }

    @Test
    void allCellsOfAnArrayAreWrittenAlone() {
        writes.submit(cell(0, 1));
        writes.submit(cell(1, 2));
        writes.submit(cell(2, -1));
        writes.submit(cell(3, 2));
        writes.submit(cell(4, 3));
        writes.hurry();

        List<Integer> sizes = new ArrayList<>();
        while (!left.isEmpty()) {
            SharedWrite write = left.remove();
            sizes.add(size(write));
            writes.ended(write);
        }
        assertThat(sizes).containsExactly(1, 1, 1, 2);
    }

    @Test
    void aHurryLetsGoWhatWaits() {
        writes.submit(update(0, Update.Type.INSERT, 0, 0));
        writes.submit(update(1, Update.Type.INSERT, 1, 0));
        writes.submit(update(2, Update.Type.MODIFY, 0, 0));
        writes.submit(update(3, Update.Type.INSERT, 3, 1));

        writes.hurry();

        // The second change of member 0 waits for the first one's answer, and so does what was given after it.
        assertThat(left).hasSize(1);
        writes.ended(left.remove());
        assertThat(left).extracting(SharedWritesTest::size).containsExactly(2, 1);
    }

    @Test
    void withoutSharingOnlyUpdatesOfOneEntityWaitForEachOther() {
        SharedWrites apart = new SharedWrites(WriteLimits.defaults().singlesInFlight(0), left::add);
        apart.submit(update(0, Update.Type.INSERT, 0, 0));
        apart.submit(update(1, Update.Type.MODIFY, 0, 0));
        apart.submit(update(2, Update.Type.INSERT, 2, 0));
        apart.submit(update(3, Update.Type.INSERT, 3, 1));
        assertThat(left).extracting(SharedWritesTest::number).containsExactly(0, 2, 3);

        apart.ended(left.remove());

        assertThat(left).extracting(SharedWritesTest::number).containsExactly(2, 3, 1);
    }

    private static int number(SharedWrite write) {
        return number(write.updates().get(0));
    }

    @Test
    void whatCannotShareDoesNotWaitForLong() {
        for (int i = 0; i < 40; i++) {
            writes.submit(update(i, Update.Type.DELETE, i, i));
            writes.submit(update(i, Update.Type.INSERT, 100 + i, 100 - i));
        }
        assertThat(left).hasSizeGreaterThan(30);
    }

    @Test
    void nothingIsLostSentTwiceOrOutOfOrder() {
        for (int seed = 0; seed < 300; seed++) {
            ArrayDeque<SharedWrite> onTheirWay = new ArrayDeque<>();
            WriteLimits limits =
                    WriteLimits.defaults().singlesInFlight(seed % 5).batchUpdates(1 + seed % 9);
            List<SharedWrite> order = new ArrayList<>();
            SharedWrites any = new SharedWrites(limits, write -> {
                onTheirWay.add(write);
                order.add(write);
            });
            Random random = new Random(seed);
            Set<Entity> busy = new HashSet<>();
            int given = 0;
            while (given < 200 || !onTheirWay.isEmpty()) {
                if (given < 200 && random.nextInt(3) > 0) {
                    int member = random.nextInt(40);
                    any.submit(update(given++, TYPES[random.nextInt(3)], member, member % 3));
                } else if (!onTheirWay.isEmpty()) {
                    any.ended(random.nextBoolean() ? onTheirWay.removeFirst() : onTheirWay.removeLast());
                } else {
                    any.hurry();
                }
                busy.clear();
                for (SharedWrite write : onTheirWay) {
                    for (SingleUpdate<?> update : write.updates()) {
                        assertThat(busy.add(update.key())).isTrue();
                    }
                }
            }
            isInOrder(order, given);
        }
    }

    private static void isInOrder(List<SharedWrite> order, int given) {
        Map<Entity, Integer> last = new HashMap<>();
        int sent = 0;
        for (SharedWrite write : order) {
            for (SingleUpdate<?> update : write.updates()) {
                int number = number(update);
                Integer before = last.put(update.key(), number);
                assertThat(before == null || before < number).isTrue();
                sent++;
            }
        }
        assertThat(sent).isEqualTo(given);
    }

    private static int number(SingleUpdate<?> update) {
        update.end(ErrorDetails.Verdict.APPLIED, null);
        return (Integer) update.result().join().results().get(0).change();
    }
}
