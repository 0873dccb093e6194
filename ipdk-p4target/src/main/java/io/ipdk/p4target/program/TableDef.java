package io.ipdk.p4target.program;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A match-action table. Immutable.
 *
 * @param name fully qualified
 * @param index its place among all tables of the program
 * @param key in order of the JSON
 * @param match the kind of the whole table
 * @param actions that entries or the default may use;
 * @param profile index of the action profile, or -1
 * @param maxSize most entries
 * @param counters whether it has a direct counter
 * @param idleTimeout whether entries may time out
 * @param directMeter name of its direct meter, or null
 * @param next name of the next node by action, counted as in the list; null ends the control
 * @param nextHit next node on a hit, where it does not depend on the action
 * @param nextMiss next node on a miss, where it does not depend on the action
 * @param hitOrMiss whether hit and miss decide the next node
 * @param baseNext next node if nothing else says
 * @param defaultAction place in that list, or -1
 * @param defaultData its parameters
 * @param defaultConst whether nobody may change the default action
 * @param entries those in the source
 * @param source where it came from
 */
public record TableDef(
        String name,
        int index,
        List<Key> key,
        Match match,
        List<Action> actions,
        int profile,
        boolean selector,
        int maxSize,
        boolean counters,
        boolean idleTimeout,
        @Nullable String directMeter,
        Map<Integer, String> next,
        @Nullable String nextHit,
        @Nullable String nextMiss,
        boolean hitOrMiss,
        @Nullable String baseNext,
        int defaultAction,
        List<BigInteger> defaultData,
        boolean defaultConst,
        List<ConstEntry> entries,
        SourceInfo source) {

    /** How a field is, or all fields are, compared. */
    public enum Match {
        EXACT,
        LPM,
        TERNARY,
        RANGE,
        VALID
    }

    /**
     * A field of the key.
     *
     * @param name as P4Info has it
     * @param match how it is compared
     * @param value where it comes from
     * @param width in bits
     * @param mask bits that count, or null for all
     */
    public record Key(
            String name,
            Match match,
            Expr value,
            int width,
            @Nullable BigInteger mask) {}

    /**
     * An entry in the source.
     *
     * @param fields in order of the key
     * @param action place in that list
     * @param data its parameters
     * @param priority a low number wins
     */
    public record ConstEntry(List<KeyValue> fields, int action, List<BigInteger> data, int priority) {}

    /**
     * What one field of an entry must be.
     *
     * @param value or the low end of a range
     * @param mask or the high end of a range; ignored in exact fields
     * @param prefixLength of LPM fields
     */
    public record KeyValue(BigInteger value, BigInteger mask, int prefixLength) {}

    public TableDef {
        key = List.copyOf(key);
        actions = List.copyOf(actions);
        entries = List.copyOf(entries);
        defaultData = List.copyOf(defaultData);
    }

    /** Whether p4c made it to hold statements: no key, one action, and nobody can change that. */
    public boolean hidden() {
        return key.isEmpty() && defaultConst && defaultAction >= 0 && profile < 0 && !counters && directMeter == null;
    }

    /** The same table with a direct counter. */
    public TableDef withCounters() {
        return new TableDef(
                name,
                index,
                key,
                match,
                actions,
                profile,
                selector,
                maxSize,
                true,
                idleTimeout,
                directMeter,
                next,
                nextHit,
                nextMiss,
                hitOrMiss,
                baseNext,
                defaultAction,
                defaultData,
                defaultConst,
                entries,
                source);
    }

    /** The node that follows after an action. */
    public @Nullable String nextOf(int action, boolean hit) {
        if (hitOrMiss) {
            return hit ? nextHit : nextMiss;
        }
        return next.containsKey(action) ? next.get(action) : baseNext;
    }
}
