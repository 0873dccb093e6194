package io.ipdk.p4runtime.constraint;

import io.ipdk.p4runtime.info.ActionInfo;
import io.ipdk.p4runtime.info.MatchFieldInfo;
import io.ipdk.p4runtime.info.ParamInfo;
import io.ipdk.p4runtime.info.TableInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that a constraint may use, with their types. */
final class Scope {

    /**
     * A key or parameter.
     *
     * @param type null if constraints cannot talk about it
     */
    record Variable(String name, int position, @Nullable Type type) {}

    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final boolean entry;

    private Scope(boolean entry) {
        this.entry = entry;
    }

    static Scope of(TableInfo table) {
        Scope scope = new Scope(true);
        for (MatchFieldInfo field : table.fields()) {
            int width = field.type().bitWidth();
            Type.Kind kind = switch (field.kind()) {
                case EXACT -> Type.Kind.EXACT;
                case LPM -> Type.Kind.LPM;
                case TERNARY -> Type.Kind.TERNARY;
                case RANGE -> Type.Kind.RANGE;
                case OPTIONAL -> Type.Kind.OPTIONAL;
                case OTHER -> null;
            };
            Type type = kind == null || width == 0 ? null : new Type(kind, width);
            scope.variables.put(field.name(), new Variable(field.name(), field.position(), type));
        }
        return scope;
    }

    static Scope of(ActionInfo action) {
        Scope scope = new Scope(false);
        for (ParamInfo param : action.params()) {
            int width = param.type().bitWidth();
            Type type = width == 0 ? null : Type.bit(width);
            scope.variables.put(param.name(), new Variable(param.name(), param.position(), type));
        }
        return scope;
    }

    @Nullable
    Variable find(String name) {
        return variables.get(name);
    }

    List<String> names() {
        return new ArrayList<>(variables.keySet());
    }

    /** {@code key} or {@code parameter}. */
    String word() {
        return entry ? "key" : "parameter";
    }

    /** Whether there is a priority. */
    boolean hasPriority() {
        return entry;
    }
}
