package io.ipdk.p4target.dataplane;

import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.program.Action;
import io.ipdk.p4target.program.Program;
import io.ipdk.p4target.program.TableDef;
import io.ipdk.p4target.runtime.ForwardingState;
import io.ipdk.p4target.table.ActionCall;
import io.ipdk.p4target.table.Edit;
import io.ipdk.p4target.table.EntryNotes;
import io.ipdk.p4target.table.EntryState;
import io.ipdk.p4target.table.KeyLayout;
import io.ipdk.p4target.table.MatchTable;
import io.ipdk.p4target.table.MeterCell;
import io.ipdk.p4target.table.PackedMap;
import io.ipdk.p4target.table.PortStates;
import io.ipdk.p4target.table.TableEntry;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Forwarding state as the source of a program gives it. Immutable. */
public final class InitialState {
    private static final long[] NO_DATA = {};

    private InitialState() {}

    /** The state a pipeline begins with. */
    public static ForwardingState of(P4Pipeline pipeline, long now) {
        Program program = pipeline.program();
        MatchTable[] tables = new MatchTable[program.tables().size()];
        TableEntry[] defaults = new TableEntry[tables.length];
        for (TableDef table : program.tables()) {
            boolean constant = pipeline.p4info().getTablesList().stream()
                    .anyMatch(t -> t.getPreamble().getName().equals(table.name()) && t.getIsConstTable());
            tables[table.index()] = entries(table, pipeline.actionNumbers(), constant, now);
            defaults[table.index()] = defaultEntry(table, pipeline.actionNumbers(), now);
        }
        ForwardingState.Profile[] profiles =
                new ForwardingState.Profile[program.profiles().size()];
        for (int i = 0; i < profiles.length; i++) {
            profiles[i] = new ForwardingState.Profile(PackedMap.empty(1), PackedMap.empty(1));
        }
        MatchTable[] valueSets = new MatchTable[program.valueSets().size()];
        for (Program.ValueSet set : program.valueSets()) {
            valueSets[set.index()] = MatchTable.empty(valueSetLayout(program, set));
        }
        return new ForwardingState(
                tables, defaults, profiles, valueSets, PackedMap.empty(1), PackedMap.empty(1), new PortStates());
    }

    /** How the members of a value set are packed: every field may have a mask. */
    public static KeyLayout valueSetLayout(Program program, Program.ValueSet set) {
        List<Integer> widths = program.valueSetWidths(set.name());
        return KeyLayout.of(Collections.nCopies(widths.size(), TableDef.Match.TERNARY), widths);
    }

    /** The default entry that the source gives a table; without an action if it gives none. */
    public static TableEntry defaultEntry(TableDef table, Map<String, Integer> numbers, long now) {
        ActionCall call = table.defaultAction() < 0
                ? new ActionCall(ActionCall.NONE, NO_DATA)
                : call(table.actions().get(table.defaultAction()), table.defaultData(), numbers);
        return new TableEntry(TableEntry.Match.exact(NO_DATA), call, 0, 0, null, newState(table, now), null);
    }

    /** What packets change in an entry of a table, or null if nothing. */
    public static @Nullable EntryState newState(TableDef table, long now) {
        boolean needed = table.counters() || table.idleTimeout() || table.directMeter() != null;
        return needed ? new EntryState(table.directMeter() == null ? null : new MeterCell(), now) : null;
    }

    /** An action with parameters in longs. */
    public static ActionCall call(Action action, List<BigInteger> data, Map<String, Integer> numbers) {
        long[] longs = new long[action.offset(action.params().size())];
        for (int i = 0; i < action.params().size() && i < data.size(); i++) {
            int limbs = (action.params().get(i).width() + 63) / 64;
            for (int limb = 0; limb < limbs; limb++) {
                longs[action.offset(i) + limb] =
                        data.get(i).shiftRight(64 * limb).longValue();
            }
        }
        return new ActionCall(numbers.getOrDefault(action.name(), ActionCall.NONE), longs);
    }

    private static MatchTable entries(TableDef table, Map<String, Integer> numbers, boolean constant, long now) {
        KeyLayout layout = KeyLayout.of(table);
        MatchTable entries = MatchTable.empty(layout);
        Edit edit = new Edit();
        int lowest = table.entries().stream()
                .mapToInt(TableDef.ConstEntry::priority)
                .max()
                .orElse(0);
        for (TableDef.ConstEntry entry : table.entries()) {
            TableEntry.Match match = match(layout, entry, lowest + 1 - entry.priority());
            EntryNotes notes = new EntryNotes(new byte[0], 0, 0, constant, null);
            entries = entries.with(
                    new TableEntry(
                            match,
                            call(table.actions().get(entry.action()), entry.data(), numbers),
                            -1,
                            -1,
                            null,
                            newState(table, now),
                            notes),
                    edit);
        }
        return entries;
    }

    private static TableEntry.Match match(KeyLayout layout, TableDef.ConstEntry entry, int priority) {
        long[] key = new long[layout.words()];
        long[] mask = new long[layout.words()];
        long[] high = new long[layout.words()];
        int prefix = 0;
        boolean ranges = false;
        for (int i = 0; i < layout.fields(); i++) {
            TableDef.KeyValue value = entry.fields().get(i);
            if (layout.match(i) == TableDef.Match.RANGE) {
                ranges = true;
                layout.put(key, i, value.value());
                layout.put(high, i, value.mask());
                continue;
            }
            layout.put(key, i, value.value().and(value.mask()));
            layout.put(mask, i, value.mask());
            if (layout.match(i) == TableDef.Match.LPM) {
                prefix = layout.bit(i) + value.prefixLength();
            }
        }
        return switch (layout.kind()) {
            case EXACT -> TableEntry.Match.exact(key);
            case LPM -> TableEntry.Match.prefix(key, prefix);
            case TERNARY -> new TableEntry.Match(key, mask, ranges ? high : NO_DATA, priority);
        };
    }
}
