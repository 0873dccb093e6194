package io.ipdk.p4target.control;

import io.ipdk.p4target.program.Program;
import io.ipdk.p4target.program.TableDef;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.ActionRef;
import org.p4.config.v1.CounterSpec;
import org.p4.config.v1.MeterSpec;
import org.p4.config.v1.Table;

/** A table as controllers see it. Immutable. */
final class TableSchema {
    final int id;
    final String name;
    final TableDef def;
    final KeySchema key;
    final long size;
    final boolean constant;
    final boolean constantDefault;
    final boolean idleTimeout;
    final int profile;
    private final Map<Integer, Use> actions = new HashMap<>();
    private final Map<Integer, ActionSchema> byNumber = new HashMap<>();
    final Program.@Nullable Meter meter;
    final CounterSpec.Unit counterUnit;
    final MeterSpec.Type meterType;

    private record Use(ActionSchema action, ActionRef.Scope scope) {}

    TableSchema(
            Table info,
            TableDef def,
            KeySchema key,
            Map<Integer, ActionSchema> all,
            Program program,
            CounterSpec.Unit counterUnit,
            MeterSpec.Type meterType) {
        this.meterType = meterType;
        this.counterUnit = counterUnit;
        id = info.getPreamble().getId();
        name = info.getPreamble().getName();
        this.def = def;
        this.key = key;
        size = info.getSize();
        constant = info.getIsConstTable();
        profile = def.profile();
        constantDefault = info.getConstDefaultActionId() != 0 || profile >= 0;
        idleTimeout = def.idleTimeout();
        for (ActionRef ref : info.getActionRefsList()) {
            ActionSchema action = all.get(ref.getId());
            if (action != null) {
                actions.put(ref.getId(), new Use(action, ref.getScope()));
                byNumber.put(action.number, action);
            }
        }
        meter = def.directMeter() == null
                ? null
                : program.meters().stream()
                        .filter(m -> m.name().equals(def.directMeter()))
                        .findFirst()
                        .orElse(null);
    }

    boolean selector() {
        return def.selector();
    }

    /** An action that an entry, or the default entry, may use. */
    ActionSchema action(int actionId, boolean forDefault) {
        Use use = actions.get(actionId);
        if (use == null) {
            throw RefusedException.invalid("table '" + name + "' has no action with id " + actionId);
        }
        if (use.scope() == (forDefault ? ActionRef.Scope.TABLE_ONLY : ActionRef.Scope.DEFAULT_ONLY)) {
            throw new RefusedException(
                    StatusCode.PERMISSION_DENIED,
                    "action '" + use.action().name + "' of table '" + name + "' is not for "
                            + (forDefault ? "the default entry" : "entries"));
        }
        return use.action();
    }

    /** The action an entry uses, or null if controllers do not know it. */
    @Nullable
    ActionSchema byNumber(int number) {
        return byNumber.get(number);
    }
}
