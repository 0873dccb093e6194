package io.ipdk.p4target.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.p4.config.v1.DirectCounter;
import org.p4.config.v1.P4Info;

/**
 * Direct counters of PSA: p4c names them in P4Info alone, so the program's tables take them from there. They count the
 * hits of their entries. Immutable.
 */
public final class DirectCounters {
    private DirectCounters() {}

    /** A program whose tables have the direct counters that P4Info gives them. */
    public static Program of(P4Info info, Program program) {
        Set<String> known =
                program.counters().stream().map(Program.Counter::name).collect(Collectors.toSet());
        Map<Integer, String> tables = info.getTablesList().stream()
                .collect(Collectors.toMap(
                        table -> table.getPreamble().getId(),
                        table -> table.getPreamble().getName(),
                        (a, b) -> a));
        Map<String, String> missing = new HashMap<>();
        for (DirectCounter counter : info.getDirectCountersList()) {
            String table = tables.get(counter.getDirectTableId());
            String name = counter.getPreamble().getName();
            if (table != null && !known.contains(name)) {
                missing.put(table, name);
            }
        }
        if (program.architecture() != Program.Architecture.PSA || missing.isEmpty()) {
            return program;
        }
        List<Program.Counter> counters = new ArrayList<>(program.counters());
        for (TableDef table : program.tables()) {
            String name = missing.get(table.name());
            if (name != null) {
                counters.add(new Program.Counter(name, counters.size(), true, 0, table.name()));
            }
        }
        return program.with(counters, table -> missing.containsKey(table.name()) ? table.withCounters() : table);
    }
}
