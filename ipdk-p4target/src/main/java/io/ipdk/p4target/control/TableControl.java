package io.ipdk.p4target.control;

import io.ipdk.p4target.dataplane.IdleTimeouts;
import io.ipdk.p4target.dataplane.InitialState;
import io.ipdk.p4target.table.EntryNotes;
import io.ipdk.p4target.table.EntryState;
import io.ipdk.p4target.table.MatchTable;
import io.ipdk.p4target.table.TableEntry;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Update;

/** Writes table entries: P4Runtime 1.5, "Table Entry". Confined to one thread (the holder of the control plane's lock). */
final class TableControl {
    private final Schemas schemas;
    private final EntryActions actions;
    private final IdleTimeouts idleTimeouts;
    private final Map<String, Integer> actionNumbers;

    TableControl(Schemas schemas, EntryActions actions, IdleTimeouts idleTimeouts, Map<String, Integer> actionNumbers) {
        this.schemas = schemas;
        this.actions = actions;
        this.idleTimeouts = idleTimeouts;
        this.actionNumbers = actionNumbers;
    }

    TableSchema schema(int tableId) {
        TableSchema schema = schemas.tables.get(tableId);
        if (schema == null) {
            throw RefusedException.invalid("there is no table with id " + tableId);
        }
        return schema;
    }

    void write(Update.Type type, org.p4.v1.TableEntry given, Batch batch) {
        TableSchema table = schema(given.getTableId());
        if (given.getIsConst()) {
            throw RefusedException.invalid("table '" + table.name + "': is_const is for the source to say");
        }
        if (given.getIsDefaultAction()) {
            writeDefault(type, table, given, batch);
            return;
        }
        if (table.key.isEmpty()) {
            throw RefusedException.invalid("table '" + table.name + "' has no key, only a default entry");
        }
        TableEntry.Match match = table.key.read(given.getMatchList(), given.getPriority());
        MatchTable entries = batch.tables[table.def.index()];
        TableEntry there = entries.find(match);
        if (table.constant && (type != Update.Type.MODIFY || given.hasAction() || given.getIdleTimeoutNs() != 0)) {
            throw denied("table '" + table.name + "' is const");
        }
        switch (type) {
            case INSERT -> insert(table, given, match, there, entries, batch);
            case MODIFY -> modify(table, given, match, there, entries, batch);
            default -> delete(table, match, there, entries, batch);
        }
    }

    private static RefusedException denied(String problem) {
        return new RefusedException(StatusCode.PERMISSION_DENIED, problem);
    }

    private void insert(
            TableSchema table,
            org.p4.v1.TableEntry given,
            TableEntry.Match match,
            @Nullable TableEntry there,
            MatchTable entries,
            Batch batch) {
        if (there != null) {
            throw new RefusedException(
                    StatusCode.ALREADY_EXISTS, "table '" + table.name + "' has an entry with that match");
        }
        if (!given.hasAction()) {
            throw RefusedException.invalid("table '" + table.name + "': a new entry needs an action");
        }
        checkTimeout(table, given);
        DirectResources.check(table, given);
        EntryActions.Chosen chosen = actions.read(table, given.getAction(), batch);
        if (table.size > 0 && entries.size() >= table.size) {
            throw new RefusedException(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "table '" + table.name + "' is full with " + table.size + " entries");
        }
        EntryState state = InitialState.newState(table.def, batch.now);
        if (state != null) {
            DirectResources.apply(table, given, state, batch.now, true);
        }
        put(table, entry(match, chosen, state, notes(given, chosen.origin())), null, entries, batch);
    }

    private void modify(
            TableSchema table,
            org.p4.v1.TableEntry given,
            TableEntry.Match match,
            @Nullable TableEntry there,
            MatchTable entries,
            Batch batch) {
        TableEntry old = present(table, there);
        if (old.notes != null && old.notes.constant() && given.hasAction()) {
            throw denied("the entry of table '" + table.name + "' is const");
        }
        checkTimeout(table, given);
        DirectResources.check(table, given);
        if (table.constant) {
            later(table, given, old, batch);
            return;
        }
        EntryActions.Chosen chosen = given.hasAction()
                ? actions.read(table, given.getAction(), batch)
                : new EntryActions.Chosen(
                        old, old.member, old.group, old.set, old.notes == null ? null : old.notes.origin());
        put(table, entry(match, chosen, old.state, notes(given, chosen.origin())), old, entries, batch);
        later(table, given, old, batch);
    }

    private static void later(TableSchema table, org.p4.v1.TableEntry given, TableEntry entry, Batch batch) {
        EntryState state = entry.state;
        if (state != null) {
            batch.afterwards(() -> DirectResources.apply(table, given, state, batch.now, false));
        }
    }

    private void delete(
            TableSchema table, TableEntry.Match match, @Nullable TableEntry there, MatchTable entries, Batch batch) {
        TableEntry old = present(table, there);
        if (old.notes != null && old.notes.constant()) {
            throw denied("the entry of table '" + table.name + "' is const");
        }
        batch.tables[table.def.index()] = entries.without(match, batch.edit);
        if (table.profile >= 0) {
            batch.uses[table.profile] = batch.uses[table.profile].withEntry(old, -1, batch.edit);
        }
    }

    private static TableEntry present(TableSchema table, @Nullable TableEntry entry) {
        if (entry == null) {
            throw RefusedException.missing("table '" + table.name + "' has no entry with that match");
        }
        return entry;
    }

    private void put(TableSchema table, TableEntry entry, @Nullable TableEntry old, MatchTable entries, Batch batch) {
        actions.checkRoom(table, entry.set, old == null ? null : old.set, batch);
        batch.tables[table.def.index()] = entries.with(entry, batch.edit);
        if (table.profile >= 0) {
            ProfileUse use = batch.uses[table.profile].withEntry(entry, 1, batch.edit);
            batch.uses[table.profile] = old == null ? use : use.withEntry(old, -1, batch.edit);
        }
        if (entry.notes != null && entry.notes.idleTimeoutNanos() > 0) {
            EntryState state = entry.state;
            batch.afterwards(() -> {
                if (state != null) {
                    state.touch(batch.now);
                }
                idleTimeouts.watch(table.def.index(), entry, batch.now);
            });
        }
    }

    private static TableEntry entry(
            TableEntry.Match match,
            EntryActions.Chosen chosen,
            @Nullable EntryState state,
            @Nullable EntryNotes notes) {
        return new TableEntry(match, chosen.call(), chosen.member(), chosen.group(), chosen.set(), state, notes);
    }

    @SuppressWarnings("deprecation")
    private static @Nullable EntryNotes notes(org.p4.v1.TableEntry given, @Nullable Object origin) {
        if (given.getMetadata().isEmpty()
                && given.getControllerMetadata() == 0
                && given.getIdleTimeoutNs() == 0
                && origin == null) {
            return null;
        }
        return new EntryNotes(
                given.getMetadata().toByteArray(),
                given.getControllerMetadata(),
                given.getIdleTimeoutNs(),
                false,
                origin);
    }

    private static void checkTimeout(TableSchema table, org.p4.v1.TableEntry given) {
        if (given.hasTimeSinceLastHit()) {
            throw RefusedException.invalid("table '" + table.name + "': time_since_last_hit is only read");
        }
        if (given.getIdleTimeoutNs() != 0 && !table.idleTimeout) {
            throw RefusedException.invalid("table '" + table.name + "' has no idle timeouts");
        }
        if (given.getIdleTimeoutNs() < 0) {
            throw RefusedException.invalid("table '" + table.name + "': idle_timeout_ns is negative");
        }
    }

    private void writeDefault(Update.Type type, TableSchema table, org.p4.v1.TableEntry given, Batch batch) {
        if (type != Update.Type.MODIFY) {
            throw RefusedException.invalid("the default entry of table '" + table.name + "' can only be modified");
        }
        if (given.getMatchCount() > 0 || given.getPriority() != 0) {
            throw RefusedException.invalid(
                    "the default entry of table '" + table.name + "' has no match fields and no priority");
        }
        if (given.getIdleTimeoutNs() != 0) {
            throw RefusedException.invalid("the default entry of table '" + table.name + "' has no idle timeout");
        }
        DirectResources.check(table, given);
        int index = table.def.index();
        TableEntry old = batch.defaults[index];
        if (table.constantDefault) {
            throw denied("the default action of table '" + table.name + "' is const");
        }
        if (!given.hasAction()) {
            batch.defaults[index] = InitialState.defaultEntry(table.def, actionNumbers, batch.now);
            return;
        }
        if (!given.getAction().hasAction()) {
            throw RefusedException.invalid("the default entry of table '" + table.name + "' takes an action");
        }
        org.p4.v1.Action action = given.getAction().getAction();
        EntryActions.Chosen chosen =
                new EntryActions.Chosen(table.action(action.getActionId(), true).read(action), 0, 0, null, null);
        batch.defaults[index] = entry(old.match(), chosen, old.state, notes(given, null));
        later(table, given, old, batch);
    }
}
