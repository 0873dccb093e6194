package io.ipdk.p4runtime.info;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.ActionRef;
import org.p4.config.v1.Preamble;
import org.p4.config.v1.Table;

/**
 * A table: its key, its actions, and what hangs on it.
 *
 * <p>Immutable.
 */
public final class TableInfo implements P4Object {

    /**
     * An action as a table may use it.
     *
     * <p>Immutable.
     *
     * @param action the action
     * @param scope whether entries may have it, the default entry, or both
     */
    public record Action(ActionInfo action, ActionRef.Scope scope) {}

    private final Table proto;
    private final NameIndex<MatchFieldInfo> fields;
    private final NameIndex<Action> actions;
    private final @Nullable ActionProfileInfo profile;
    private final @Nullable DirectCounterInfo counter;
    private final @Nullable DirectMeterInfo meter;
    private final boolean prioritized;
    private final String label;

    TableInfo(
            Table proto,
            List<MatchFieldInfo> fields,
            List<Action> actions,
            @Nullable ActionProfileInfo profile,
            @Nullable DirectCounterInfo counter,
            @Nullable DirectMeterInfo meter) {
        String name = proto.getPreamble().getName();
        this.proto = proto;
        this.label = "table " + name();
        this.fields = new NameIndex<>(
                "match field of table '" + name + "'", fields, MatchFieldInfo::name, field -> "", MatchFieldInfo::id);
        this.actions = new NameIndex<>(
                "action of table '" + name + "'",
                actions,
                ref -> ref.action().fullName(),
                ref -> ref.action().name(),
                ref -> ref.action().id());
        this.profile = profile;
        this.counter = counter;
        this.meter = meter;
        this.prioritized = fields.stream().anyMatch(field -> field.kind().needsPriority());
    }

    /** As in the P4Info. */
    public Table proto() {
        return proto;
    }

    @Override
    public Preamble preamble() {
        return proto.getPreamble();
    }

    /** The key's fields in order. */
    public List<MatchFieldInfo> fields() {
        return fields.all();
    }

    /**
     * A field of the key by name or unique suffix.
     *
     * @throws UnknownNameException if there is none, or more than one
     */
    public MatchFieldInfo field(String name) {
        return fields.get(name);
    }

    /** A field of the key by id, null if there is none. */
    public @Nullable MatchFieldInfo findField(int id) {
        return fields.find(id);
    }

    /** The actions in order. */
    public List<Action> actions() {
        return actions.all();
    }

    /**
     * An action of this table by name, alias or unique suffix.
     *
     * @throws UnknownNameException if there is none, or more than one
     */
    public Action action(String name) {
        return actions.get(name);
    }

    /** An action of this table by id, null if there is none. */
    public @Nullable Action findAction(int id) {
        return actions.find(id);
    }

    /** Whether entries need a priority: the key has a ternary, range or optional field. */
    public boolean prioritized() {
        return prioritized;
    }

    /** The action profile or selector that holds this table's actions, null if entries have them themselves. */
    public @Nullable ActionProfileInfo profile() {
        return profile;
    }

    /** The direct counter, null if there is none. */
    public @Nullable DirectCounterInfo counter() {
        return counter;
    }

    /** The direct meter, null if there is none. */
    public @Nullable DirectMeterInfo meter() {
        return meter;
    }

    /** Whether all entries are fixed by the program. */
    public boolean constant() {
        return proto.getIsConstTable();
    }

    /** Whether entries may time out. */
    public boolean idleTimeouts() {
        return proto.getIdleTimeoutBehavior() == Table.IdleTimeoutBehavior.NOTIFY_CONTROL;
    }

    /** How many entries fit, 0 if that is not known. */
    public long size() {
        return proto.getSize();
    }

    /** Its kind and name, for messages. */
    @Override
    public String toString() {
        return label;
    }
}
