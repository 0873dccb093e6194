package io.ipdk.p4target.program;

import io.ipdk.p4target.P4LoadException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.p4.config.v1.ActionRef;
import org.p4.config.v1.MatchField;
import org.p4.config.v1.P4Info;
import org.p4.config.v1.Preamble;
import org.p4.config.v1.Table;

/**
 * Whether P4Info and program come from one source: what P4Info names must be in the program with the same shape. Immutable.
 */
public final class CrossCheck {
    private final P4Info info;
    private final Program program;
    private final List<String> differences = new ArrayList<>();

    private CrossCheck(P4Info info, Program program) {
        this.info = info;
        this.program = program;
    }

    /**
     * Compares them.
     *
     * @throws P4LoadException if they differ; the message has the names
     */
    public static void check(P4Info info, Program program) {
        new CrossCheck(info, program).run();
    }

    private void run() {
        actions();
        tables();
        List<String> profiles =
                program.profiles().stream().map(Program.Profile::name).toList();
        names(
                "action profile",
                info.getActionProfilesList().stream()
                        .filter(p -> p.getTableIdsCount() > 0
                                || profiles.contains(p.getPreamble().getName()))
                        .map(p -> p.getPreamble())
                        .toList(),
                profiles);
        List<Preamble> counters = new ArrayList<>();
        info.getCountersList().forEach(c -> counters.add(c.getPreamble()));
        info.getDirectCountersList().forEach(c -> counters.add(c.getPreamble()));
        names(
                "counter",
                counters,
                program.counters().stream().map(Program.Counter::name).toList());
        List<Preamble> meters = new ArrayList<>();
        info.getMetersList().forEach(m -> meters.add(m.getPreamble()));
        info.getDirectMetersList().forEach(m -> meters.add(m.getPreamble()));
        names(
                "meter",
                meters,
                program.meters().stream().map(Program.Meter::name).toList());
        names(
                "register",
                info.getRegistersList().stream().map(r -> r.getPreamble()).toList(),
                program.registers().stream().map(Program.Register::name).toList());
        names(
                "value set",
                info.getValueSetsList().stream().map(v -> v.getPreamble()).toList(),
                program.valueSets().stream().map(Program.ValueSet::name).toList());
        names(
                "digest",
                info.getDigestsList().stream().map(d -> d.getPreamble()).toList(),
                program.learnLists().values().stream()
                        .map(Program.FieldList::name)
                        .toList());
        if (!differences.isEmpty()) {
            List<String> shown = differences.subList(0, Math.min(10, differences.size()));
            throw new P4LoadException(
                    "P4Info and device config do not belong together: " + String.join("; ", shown)
                            + (differences.size() > 10 ? "; and " + (differences.size() - 10) + " more" : ""),
                    "give both from one run of p4c");
        }
    }

    private void names(String kind, Collection<Preamble> named, Collection<String> there) {
        Set<String> known = new HashSet<>(there);
        for (Preamble preamble : named) {
            if (!known.contains(preamble.getName())) {
                differences.add(kind + " '" + preamble.getName() + "' is in P4Info only");
            }
        }
        Set<String> said = named.stream().map(Preamble::getName).collect(Collectors.toSet());
        for (String name : known) {
            if (!said.contains(name)) {
                differences.add(kind + " '" + name + "' is in the device config only");
            }
        }
    }

    private void actions() {
        Map<String, List<Action>> byName = program.actions().stream().collect(Collectors.groupingBy(Action::name));
        for (var action : info.getActionsList()) {
            String name = action.getPreamble().getName();
            List<Action> found = byName.get(name);
            if (found == null) {
                continue;
            }
            for (Action one : found) {
                if (!one.params().isEmpty() && one.params().size() != action.getParamsCount()) {
                    differences.add("action '" + name + "' has " + action.getParamsCount()
                            + " parameters in P4Info and " + one.params().size() + " in the device config");
                }
            }
        }
    }

    private void tables() {
        Map<String, TableDef> byName = new HashMap<>();
        program.tables().forEach(table -> byName.put(table.name(), table));
        Map<Integer, String> actionNames = new HashMap<>();
        info.getActionsList()
                .forEach(a ->
                        actionNames.put(a.getPreamble().getId(), a.getPreamble().getName()));
        Set<String> said = new HashSet<>();
        for (Table table : info.getTablesList()) {
            String name = table.getPreamble().getName();
            said.add(name);
            TableDef def = byName.get(name);
            if (def == null) {
                differences.add("table '" + name + "' is in P4Info only");
                continue;
            }
            key(table, def);
            Set<String> there = def.actions().stream().map(Action::name).collect(Collectors.toSet());
            for (ActionRef ref : table.getActionRefsList()) {
                String action = actionNames.getOrDefault(ref.getId(), "#" + ref.getId());
                if (!there.contains(action)) {
                    differences.add("action '" + action + "' of table '" + name + "' is in P4Info only");
                }
            }
        }
        for (TableDef def : program.tables()) {
            if (!said.contains(def.name())
                    && !def.key().isEmpty()
                    && def.entries().isEmpty()) {
                differences.add("table '" + def.name() + "' is in the device config only");
            }
        }
    }

    private void key(Table table, TableDef def) {
        String name = table.getPreamble().getName();
        if (table.getMatchFieldsCount() != def.key().size()) {
            differences.add("table '" + name + "' has " + table.getMatchFieldsCount() + " fields in P4Info and "
                    + def.key().size() + " in the device config");
            return;
        }
        for (int i = 0; i < def.key().size(); i++) {
            MatchField field = table.getMatchFields(i);
            TableDef.Key key = def.key().get(i);
            if (!field.getName().equals(key.name())) {
                differences.add("field " + (i + 1) + " of table '" + name + "' is '" + field.getName()
                        + "' in P4Info and '" + key.name() + "' in the device config");
            }
            if (!sameMatch(field, key)) {
                differences.add("field '" + name + "." + field.getName() + "' is " + field.getMatchType()
                        + " in P4Info and " + key.match() + " in the device config");
            }
            if (!field.hasTypeName() && field.getBitwidth() != 0 && field.getBitwidth() != key.width()) {
                differences.add("field '" + name + "." + field.getName() + "' has " + field.getBitwidth()
                        + " bits in P4Info and " + key.width() + " in the device config");
            }
        }
    }

    private static boolean sameMatch(MatchField field, TableDef.Key key) {
        return switch (field.getMatchType()) {
            case EXACT -> key.match() == TableDef.Match.EXACT;
            case LPM -> key.match() == TableDef.Match.LPM;
            case TERNARY, OPTIONAL -> key.match() == TableDef.Match.TERNARY;
            case RANGE -> key.match() == TableDef.Match.RANGE;
            default -> true;
        };
    }
}
