package io.ipdk.p4target.control;

import com.google.protobuf.ByteString;
import io.ipdk.p4target.runtime.ForwardingState;
import io.ipdk.p4target.table.EntryNotes;
import io.ipdk.p4target.table.EntryState;
import io.ipdk.p4target.table.MeterCell;
import io.ipdk.p4target.table.TableEntry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.p4.v1.ActionProfileActionSet;
import org.p4.v1.DirectCounterEntry;
import org.p4.v1.DirectMeterEntry;
import org.p4.v1.Entity;
import org.p4.v1.MeterConfig;
import org.p4.v1.TableAction;
import org.p4.v1.TableEntry.IdleTimeout;

/** Reads table entries: P4Runtime 1.5, "Table Entry" and "Wildcard Reads". Thread-safe: it reads one snapshot. */
final class TableReader {
    private final Schemas schemas;
    private final ForwardingState state;
    private final long now;

    TableReader(Schemas schemas, ForwardingState state, long now) {
        this.schemas = schemas;
        this.state = state;
        this.now = now;
    }

    /** One hit of a filter. */
    interface Hit {
        void accept(TableSchema table, TableEntry entry, boolean isDefault);
    }

    void tables(org.p4.v1.TableEntry filter, Consumer<Entity> out) {
        select(filter, (table, entry, isDefault) -> {
            org.p4.v1.TableEntry.Builder message = message(table, entry, isDefault);
            EntryState cells = entry.state;
            if (filter.hasCounterData() && table.def.counters() && cells != null) {
                message.setCounterData(DirectResources.counter(cells.packets(), cells.bytes()));
            }
            MeterCell meter = cells == null ? null : cells.meter();
            if (meter != null) {
                MeterConfig config = DirectResources.config(meter);
                if (filter.hasMeterConfig() && config != null) {
                    message.setMeterConfig(config);
                }
                if (filter.hasMeterCounterData()) {
                    message.setMeterCounterData(DirectResources.colours(meter));
                }
            }
            if (filter.hasTimeSinceLastHit() && table.idleTimeout && cells != null) {
                message.setTimeSinceLastHit(IdleTimeout.newBuilder().setElapsedNs(now - cells.lastHit()));
            }
            out.accept(Entity.newBuilder().setTableEntry(message).build());
        });
    }

    void counters(DirectCounterEntry filter, Consumer<Entity> out) {
        requireEntry(filter.getTableEntry());
        select(filter.getTableEntry(), (table, entry, isDefault) -> {
            EntryState cells = entry.state;
            if (table.def.counters() && cells != null) {
                out.accept(Entity.newBuilder()
                        .setDirectCounterEntry(DirectCounterEntry.newBuilder()
                                .setTableEntry(key(table, entry, isDefault))
                                .setData(DirectResources.counter(cells.packets(), cells.bytes())))
                        .build());
            } else if (filter.getTableEntry().getTableId() != 0) {
                throw RefusedException.invalid("table '" + table.name + "' has no direct counter");
            }
        });
    }

    void meters(DirectMeterEntry filter, Consumer<Entity> out) {
        requireEntry(filter.getTableEntry());
        select(filter.getTableEntry(), (table, entry, isDefault) -> {
            MeterCell meter = entry.state == null ? null : entry.state.meter();
            if (meter != null) {
                DirectMeterEntry.Builder message =
                        DirectMeterEntry.newBuilder().setTableEntry(key(table, entry, isDefault));
                MeterConfig config = DirectResources.config(meter);
                if (config != null) {
                    message.setConfig(config);
                }
                if (filter.hasCounterData()) {
                    message.setCounterData(DirectResources.colours(meter));
                }
                out.accept(Entity.newBuilder().setDirectMeterEntry(message).build());
            } else if (filter.getTableEntry().getTableId() != 0) {
                throw RefusedException.invalid("table '" + table.name + "' has no direct meter");
            }
        });
    }

    /** A direct counter or meter that is named by its entry's key needs that entry. */
    private void requireEntry(org.p4.v1.TableEntry key) {
        TableSchema table = schemas.tables.get(key.getTableId());
        if (table != null
                && key.getMatchCount() > 0
                && state.tables()[table.def.index()].find(table.key.read(key.getMatchList(), key.getPriority()))
                        == null) {
            throw RefusedException.missing("table '" + table.name + "' has no entry with that match");
        }
    }

    /** Only what identifies an entry. */
    private static org.p4.v1.TableEntry.Builder key(TableSchema table, TableEntry entry, boolean isDefault) {
        org.p4.v1.TableEntry.Builder message = org.p4.v1.TableEntry.newBuilder().setTableId(table.id);
        if (isDefault) {
            return message.setIsDefaultAction(true);
        }
        return message.addAllMatch(table.key.write(entry)).setPriority(table.key.ranked() ? entry.rank : 0);
    }

    private void select(org.p4.v1.TableEntry filter, Hit out) {
        if (filter.getTableId() == 0) {
            if (filter.getMatchCount() > 0
                    || filter.getPriority() != 0
                    || filter.hasAction()
                    || !filter.getMetadata().isEmpty()) {
                throw RefusedException.invalid("reading all tables takes no other filter");
            }
            schemas.tables.values().forEach(table -> select(table, filter, out));
            return;
        }
        TableSchema table = schemas.tables.get(filter.getTableId());
        if (table == null) {
            throw RefusedException.invalid("there is no table with id " + filter.getTableId());
        }
        if (filter.hasTimeSinceLastHit() && (filter.getIsDefaultAction() || !table.idleTimeout)) {
            throw RefusedException.invalid("table '" + table.name + "': there is no time_since_last_hit");
        }
        select(table, filter, out);
    }

    private void select(TableSchema table, org.p4.v1.TableEntry filter, Hit out) {
        if (filter.getIsDefaultAction()) {
            out.accept(table, state.defaults()[table.def.index()], true);
            return;
        }
        if (filter.getMatchCount() > 0 && table.key.ranked() && filter.getPriority() == 0) {
            TableEntry.Match any = table.key.read(filter.getMatchList(), 1);
            state.tables()[table.def.index()].forEach(entry -> {
                if (any.matchesAsMuchAs(entry) && passes(entry, table, filter)) {
                    out.accept(table, entry, false);
                }
            });
            return;
        }
        if (filter.getMatchCount() > 0) {
            TableEntry.Match match = table.key.read(filter.getMatchList(), filter.getPriority());
            TableEntry entry = state.tables()[table.def.index()].find(match);
            if (entry != null && passes(entry, table, filter)) {
                out.accept(table, entry, false);
            }
            return;
        }
        state.tables()[table.def.index()].forEach(entry -> {
            if ((filter.getPriority() == 0 || filter.getPriority() == entry.rank) && passes(entry, table, filter)) {
                out.accept(table, entry, false);
            }
        });
    }

    private static boolean passes(TableEntry entry, TableSchema table, org.p4.v1.TableEntry filter) {
        if (!filter.getMetadata().isEmpty()
                && (entry.notes == null || !filter.getMetadata().equals(ByteString.copyFrom(entry.notes.metadata())))) {
            return false;
        }
        if (!filter.hasAction()) {
            return true;
        }
        return switch (filter.getAction().getTypeCase()) {
            case ACTION -> {
                ActionSchema action = table.byNumber(entry.action);
                yield action != null
                        && action.id == filter.getAction().getAction().getActionId();
            }
            case ACTION_PROFILE_MEMBER_ID -> entry.member == filter.getAction().getActionProfileMemberId();
            case ACTION_PROFILE_GROUP_ID -> entry.group == filter.getAction().getActionProfileGroupId();
            case ACTION_PROFILE_ACTION_SET -> entry.set != null;
            default -> true;
        };
    }

    @SuppressWarnings("deprecation")
    static org.p4.v1.TableEntry.Builder message(TableSchema table, TableEntry entry, boolean isDefault) {
        org.p4.v1.TableEntry.Builder message = key(table, entry, isDefault);
        TableAction action = action(table, entry);
        if (action != null) {
            message.setAction(action);
        }
        EntryNotes notes = entry.notes;
        if (notes != null) {
            message.setMetadata(ByteString.copyFrom(notes.metadata()))
                    .setControllerMetadata(notes.controllerMetadata())
                    .setIdleTimeoutNs(notes.idleTimeoutNanos())
                    .setIsConst(notes.constant());
        }
        return message;
    }

    private static @Nullable TableAction action(TableSchema table, TableEntry entry) {
        TableAction.Builder action = TableAction.newBuilder();
        if (entry.member != 0) {
            return action.setActionProfileMemberId(entry.member).build();
        }
        if (entry.group != 0) {
            return action.setActionProfileGroupId(entry.group).build();
        }
        if (entry.notes != null && entry.notes.origin() instanceof ActionProfileActionSet set) {
            return action.setActionProfileActionSet(set).build();
        }
        ActionSchema schema = table.byNumber(entry.action);
        return schema == null ? null : action.setAction(schema.write(entry)).build();
    }
}
