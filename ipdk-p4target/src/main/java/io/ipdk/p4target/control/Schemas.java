package io.ipdk.p4target.control;

import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.dataplane.InitialState;
import io.ipdk.p4target.program.Action;
import io.ipdk.p4target.program.Program;
import io.ipdk.p4target.program.TableDef;
import io.ipdk.p4target.table.KeyLayout;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.p4.config.v1.CounterSpec;
import org.p4.config.v1.MeterSpec;
import org.p4.config.v1.P4Info;
import org.p4.config.v1.Table;
import org.p4.config.v1.ValueSet;

/** Everything of a pipeline by the ids of P4Info. Immutable. */
final class Schemas {
    final P4Info info;
    final Types types;
    final Map<Integer, ActionSchema> actions = new HashMap<>();
    final Map<Integer, ActionSchema> actionsByNumber = new HashMap<>();
    final Map<Integer, TableSchema> tables = new LinkedHashMap<>();
    final Map<Integer, TableSchema> tablesByIndex = new HashMap<>();
    final Map<Integer, ProfileSchema> profiles = new LinkedHashMap<>();
    final Map<Integer, ValueSetSchema> valueSets = new LinkedHashMap<>();
    final Map<Integer, Integer> counters = new LinkedHashMap<>();
    final Map<Integer, CounterSpec.Unit> counterUnits = new HashMap<>();
    final Map<Integer, Integer> meters = new LinkedHashMap<>();
    final Map<Integer, MeterSpec.Type> meterTypes = new HashMap<>();
    final Map<Integer, Integer> registers = new LinkedHashMap<>();
    final Map<Integer, RegisterType> registerTypes = new HashMap<>();
    final Map<Integer, Integer> digests = new LinkedHashMap<>();

    /** An action profile. */
    record ProfileSchema(org.p4.config.v1.ActionProfile info, int index) {
        String name() {
            return info.getPreamble().getName();
        }
    }

    /** A value set. */
    record ValueSetSchema(ValueSet info, int index, KeySchema key) {}

    Schemas(P4Pipeline pipeline) {
        info = pipeline.p4info();
        types = new Types(info.getTypeInfo(), pipeline.options());
        Program program = pipeline.program();
        readActions(pipeline, program);
        Map<String, TableDef> tableDefs = byName(program.tables(), TableDef::name);
        for (Table table : info.getTablesList()) {
            TableDef def = tableDefs.get(table.getPreamble().getName());
            if (def != null) {
                KeySchema key = new KeySchema(def.name(), table.getMatchFieldsList(), KeyLayout.of(def), types);
                CounterSpec.Unit unit = info.getDirectCountersList().stream()
                        .filter(c -> c.getDirectTableId() == table.getPreamble().getId())
                        .map(c -> c.getSpec().getUnit())
                        .findFirst()
                        .orElse(CounterSpec.Unit.BOTH);
                MeterSpec.Type meterType = info.getDirectMetersList().stream()
                        .filter(m -> m.getDirectTableId() == table.getPreamble().getId())
                        .map(m -> m.getSpec().getType())
                        .findFirst()
                        .orElse(MeterSpec.Type.TWO_RATE_THREE_COLOR);
                TableSchema schema = new TableSchema(table, def, key, actions, program, unit, meterType);
                tables.put(schema.id, schema);
                tablesByIndex.put(def.index(), schema);
            }
        }
        Map<String, Program.Profile> profileDefs = byName(program.profiles(), Program.Profile::name);
        info.getActionProfilesList().forEach(profile -> {
            Program.Profile def = profileDefs.get(profile.getPreamble().getName());
            if (def != null) {
                profiles.put(profile.getPreamble().getId(), new ProfileSchema(profile, def.index()));
            }
        });
        Map<String, Program.ValueSet> setDefs = byName(program.valueSets(), Program.ValueSet::name);
        info.getValueSetsList().forEach(set -> {
            Program.ValueSet def = setDefs.get(set.getPreamble().getName());
            if (def != null) {
                KeyLayout layout = InitialState.valueSetLayout(program, def);
                if (layout.fields() == set.getMatchCount()) {
                    KeySchema key = new KeySchema(def.name(), set.getMatchList(), layout, types);
                    valueSets.put(set.getPreamble().getId(), new ValueSetSchema(set, def.index(), key));
                }
            }
        });
        info.getCountersList()
                .forEach(c -> program.counters().stream()
                        .filter(d -> d.name().equals(c.getPreamble().getName()))
                        .forEach(d -> {
                            counters.put(c.getPreamble().getId(), d.index());
                            counterUnits.put(
                                    c.getPreamble().getId(), c.getSpec().getUnit());
                        }));
        info.getMetersList()
                .forEach(m -> program.meters().stream()
                        .filter(d -> d.name().equals(m.getPreamble().getName()))
                        .forEach(d -> {
                            meters.put(m.getPreamble().getId(), d.index());
                            meterTypes.put(m.getPreamble().getId(), m.getSpec().getType());
                        }));
        info.getRegistersList()
                .forEach(r -> program.registers().stream()
                        .filter(d -> d.name().equals(r.getPreamble().getName()))
                        .forEach(d -> {
                            registers.put(r.getPreamble().getId(), d.index());
                            registerTypes.put(
                                    r.getPreamble().getId(), RegisterType.of(r.getTypeSpec(), types.info(), d.width()));
                        }));
        info.getDigestsList()
                .forEach(d -> program.learnLists().values().stream()
                        .filter(list -> list.name().equals(d.getPreamble().getName()))
                        .forEach(list -> digests.put(d.getPreamble().getId(), list.id())));
    }

    private void readActions(P4Pipeline pipeline, Program program) {
        Map<String, Action> defs = program.actions().stream()
                .collect(Collectors.toMap(
                        Action::name, Function.identity(), (a, b) -> a.params().isEmpty() ? b : a));
        info.getActionsList().forEach(action -> {
            Action def = defs.get(action.getPreamble().getName());
            if (def != null) {
                int number = pipeline.actionNumbers().getOrDefault(def.name(), -1);
                ActionSchema schema = new ActionSchema(number, action, def, types);
                actions.put(schema.id, schema);
                actionsByNumber.put(number, schema);
            }
        });
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, Function.identity(), (a, b) -> a));
    }
}
