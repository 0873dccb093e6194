package io.ipdk.p4target.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipdk.p4target.program.TableDef.Match;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables beside a list that is looked through from end to end. */
class MatchTableTest {
    private static final ActionCall CALL = new ActionCall(0, new long[0]);

    private record Field(Match match, int width) {}

    /** An entry as the list has it. */
    private record Naive(List<BigInteger> low, List<BigInteger> second, int priority, TableEntry entry) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void exactTablesFindWhatAListFinds(int seed) {
        compare(seed, List.of(new Field(Match.EXACT, 6)));
        compare(seed, List.of(new Field(Match.EXACT, 48), new Field(Match.EXACT, 9)));
        compare(seed, List.of(new Field(Match.EXACT, 128), new Field(Match.EXACT, 3), new Field(Match.EXACT, 64)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void prefixTablesFindTheLongestPrefix(int seed) {
        compare(seed, List.of(new Field(Match.LPM, 32)));
        compare(seed, List.of(new Field(Match.LPM, 8), new Field(Match.EXACT, 3)));
        compare(seed, List.of(new Field(Match.EXACT, 8), new Field(Match.LPM, 128)));
        compare(seed, List.of(new Field(Match.LPM, 48)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void ternaryTablesFindTheHighestPriority(int seed) {
        compare(seed, List.of(new Field(Match.TERNARY, 9), new Field(Match.EXACT, 2)));
        compare(seed, List.of(new Field(Match.TERNARY, 32), new Field(Match.RANGE, 16), new Field(Match.LPM, 12)));
        compare(seed, List.of(new Field(Match.RANGE, 128), new Field(Match.TERNARY, 100)));
        compare(seed, List.of(new Field(Match.RANGE, 4), new Field(Match.RANGE, 4)));
    }

    private static void compare(int seed, List<Field> fields) {
        Random random = new Random(seed);
        KeyLayout layout = KeyLayout.of(
                fields.stream().map(Field::match).toList(),
                fields.stream().map(Field::width).toList());
        MatchTable table = MatchTable.empty(layout);
        List<Naive> list = new ArrayList<>();
        MatchTable snapshot = table;
        List<Naive> listThen = List.of();
        Edit edit = new Edit();
        for (int step = 0; step < 1_200; step++) {
            if (step % 100 == 0) {
                snapshot = table;
                listThen = List.copyOf(list);
                edit = new Edit();
            }
            if (random.nextInt(4) == 0 && !list.isEmpty()) {
                Naive gone = list.remove(random.nextInt(list.size()));
                table = table.without(gone.entry().match(), edit);
            } else {
                Naive more = random(random, fields, layout, step);
                list.removeIf(other -> same(other, more));
                list.add(more);
                table = table.with(more.entry(), edit);
            }
            assertThat(table.size()).isEqualTo(list.size());
            if (step % 7 == 0) {
                look(random, fields, layout, table, list);
                look(random, fields, layout, snapshot, listThen);
            }
        }
        for (Naive naive : list) {
            assertThat(table.find(naive.entry().match())).isSameAs(naive.entry());
        }
        List<TableEntry> all = new ArrayList<>();
        table.forEach(all::add);
        assertThat(all).hasSize(list.size());
    }

    private static boolean same(Naive a, Naive b) {
        return a.low().equals(b.low()) && a.second().equals(b.second()) && a.priority() == b.priority();
    }

    private static BigInteger ones(int width) {
        return BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
    }

    private static BigInteger number(Random random, int width) {
        BigInteger number = new BigInteger(width, random);
        return random.nextInt(3) == 0 ? number.and(BigInteger.valueOf(7)).shiftLeft(Math.max(0, width - 3)) : number;
    }

    private static Naive random(Random random, List<Field> fields, KeyLayout layout, int step) {
        long[] key = new long[layout.words()];
        long[] mask = new long[layout.words()];
        long[] high = new long[layout.words()];
        boolean ranges = false;
        int rank = 0;
        List<BigInteger> low = new ArrayList<>();
        List<BigInteger> second = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            int width = fields.get(i).width();
            BigInteger value = number(random, width);
            BigInteger other = ones(width);
            switch (fields.get(i).match()) {
                case LPM -> {
                    int length = random.nextInt(width + 1);
                    other = ones(length).shiftLeft(width - length);
                    value = value.and(other);
                    rank = layout.bit(i) + length;
                }
                case TERNARY -> {
                    other = number(random, width);
                    value = value.and(other);
                }
                case RANGE -> {
                    other = number(random, width);
                    if (other.compareTo(value) < 0) {
                        BigInteger swap = other;
                        other = value;
                        value = swap;
                    }
                    ranges = true;
                }
                default -> {}
            }
            low.add(value);
            second.add(other);
            layout.put(key, i, value);
            if (fields.get(i).match() == Match.RANGE) {
                layout.put(high, i, other);
            } else {
                layout.put(mask, i, other);
            }
        }
        int priority = layout.kind() == KeyLayout.Kind.TERNARY ? step + 1 : 0;
        TableEntry.Match match = switch (layout.kind()) {
            case EXACT -> TableEntry.Match.exact(key);
            case LPM -> TableEntry.Match.prefix(key, rank);
            case TERNARY -> new TableEntry.Match(key, mask, ranges ? high : new long[0], priority);
        };
        return new Naive(low, second, priority, new TableEntry(match, CALL, 0, 0, null, null, null));
    }

    private static void look(Random random, List<Field> fields, KeyLayout layout, MatchTable table, List<Naive> list) {
        List<BigInteger> packet = new ArrayList<>();
        Naive near = list.isEmpty() ? null : list.get(random.nextInt(list.size()));
        for (int i = 0; i < fields.size(); i++) {
            BigInteger value = number(random, fields.get(i).width());
            packet.add(near != null && random.nextInt(4) != 0 ? near.low().get(i) : value);
        }
        long[] key = new long[layout.words()];
        for (int i = 0; i < fields.size(); i++) {
            layout.put(key, i, packet.get(i));
        }
        assertThat(table.lookup(key)).isSameAs(best(fields, list, packet));
    }

    private static @Nullable TableEntry best(List<Field> fields, List<Naive> list, List<BigInteger> packet) {
        Naive best = null;
        int bestLength = -1;
        for (Naive naive : list) {
            boolean hit = true;
            int length = 0;
            for (int i = 0; i < fields.size(); i++) {
                BigInteger value = packet.get(i);
                if (fields.get(i).match() == Match.RANGE) {
                    hit &= value.compareTo(naive.low().get(i)) >= 0
                            && value.compareTo(naive.second().get(i)) <= 0;
                } else {
                    hit &= value.and(naive.second().get(i)).equals(naive.low().get(i));
                }
                if (fields.get(i).match() == Match.LPM) {
                    length = naive.second().get(i).bitCount();
                }
            }
            int score = naive.priority() > 0 ? naive.priority() : length;
            if (hit && score > bestLength) {
                best = naive;
                bestLength = score;
            }
        }
        return best == null ? null : best.entry();
    }

    @Test
    void keysWithTheSameHashBitsStillFindTheirPlace() {
        MatchTable table = MatchTable.empty(KeyLayout.of(List.of(Match.EXACT), List.of(64)));
        Edit edit = new Edit();
        List<Long> keys = new ArrayList<>();
        for (long i = 0; i < 100_000; i++) {
            keys.add(i << 32);
        }
        Collections.shuffle(keys, new Random(3));
        for (long key : keys) {
            TableEntry.Match match = TableEntry.Match.exact(new long[] {key});
            table = table.with(new TableEntry(match, CALL, 0, 0, null, null, null), edit);
        }

        assertThat(table.size()).isEqualTo(100_000);
        for (long key : keys) {
            assertThat(table.lookup(new long[] {key})).isNotNull();
        }
        assertThat(table.lookup(new long[] {1})).isNull();
    }
}
