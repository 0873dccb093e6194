package io.ipdk.p4runtime.codec;

import com.google.protobuf.ByteString;
import io.ipdk.p4runtime.entity.ActionCall;
import io.ipdk.p4runtime.entity.CounterData;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.MeterConfig;
import io.ipdk.p4runtime.entity.MeterCounterData;
import io.ipdk.p4runtime.entity.TableAction;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.info.DirectMeterInfo;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.TableInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.p4.v1.FieldMatch;

/** Table entries ("TableEntry"). */
final class TableEntryCodec {
    private final P4Info info;
    private final TableActionCodec actions;

    TableEntryCodec(P4Info info, Ports ports) {
        this.info = info;
        this.actions = new TableActionCodec(ports);
    }

    /** An entry that can be written. */
    org.p4.v1.TableEntry encode(TableEntry entry, TableInfo table) {
        org.p4.v1.TableEntry.Builder builder = key(entry, table, true);
        TableAction action = entry.action();
        if (action != null) {
            builder.setAction(actions.encode(action, table, entry.isDefault(), table.toString()));
        }
        details(entry, table, builder);
        return builder.build();
    }

    /** What identifies an entry: table, key, priority, and whether it is the default one. */
    org.p4.v1.TableEntry.Builder key(TableEntry entry, TableInfo table, boolean complete) {
        return matches(entry, table, complete).setPriority(priority(entry, table, complete));
    }

    private org.p4.v1.TableEntry.Builder matches(TableEntry entry, TableInfo table, boolean complete) {
        org.p4.v1.TableEntry.Builder builder = org.p4.v1.TableEntry.newBuilder().setTableId(table.id());
        if (entry.isDefault()) {
            if (!entry.matches().isEmpty()) {
                throw notAllowed(table, "match", entry.matches(), "none: the default entry has no key");
            }
            builder.setIsDefaultAction(true);
        } else {
            @Nullable
            FieldMatch[] matches =
                    KeyCodec.encode(entry.matches(), table.fields(), table::field, complete, table.toString());
            for (FieldMatch match : matches) {
                if (match != null) {
                    builder.addMatch(match);
                }
            }
        }
        return builder;
    }

    /** A filter: any part may be missing. */
    org.p4.v1.TableEntry filter(TableEntry entry) {
        if (entry.table().isEmpty()) {
            return everyTable(entry);
        }
        TableInfo table = info.table(entry.table());
        org.p4.v1.TableEntry.Builder builder = matches(
                        entry, table, !entry.matches().isEmpty() && !entry.isDefault())
                .setPriority(priority(entry, table, false));
        if (entry.action() instanceof ActionCall call) {
            builder.getActionBuilder()
                    .getActionBuilder()
                    .setActionId(table.action(call.action()).action().id());
        } else if (entry.action() != null) {
            throw notAllowed(
                    table,
                    "action",
                    entry.action(),
                    "the name of an action: reads cannot filter by member, group or set");
        }
        details(entry, table, builder);
        return builder.build();
    }

    TableEntry decode(org.p4.v1.TableEntry message) {
        TableInfo table = info.table(message.getTableId());
        String label = table.toString();
        TableEntry entry = message.getIsDefaultAction()
                ? TableEntry.defaultOf(table.name())
                : TableEntry.of(
                        table.name(),
                        KeyCodec.decode(message.getMatchList(), table.fields().size(), table::findField, label),
                        null,
                        message.getPriority());
        TableAction action = message.hasAction() ? actions.decode(message.getAction(), table, label) : null;
        return decodeDetails(message, action == null ? entry : entry.action(action));
    }

    private org.p4.v1.TableEntry everyTable(TableEntry entry) {
        if (!entry.key().equals(TableEntry.all().key()) || entry.action() != null) {
            throw new InvalidEntityException(
                    EntityRule.NOT_ALLOWED,
                    "read of every table",
                    "filter",
                    entry,
                    "none but the parts to be told",
                    "name a table");
        }
        org.p4.v1.TableEntry.Builder builder = org.p4.v1.TableEntry.newBuilder();
        if (entry.counter() != null) {
            builder.setCounterData(org.p4.v1.CounterData.getDefaultInstance());
        }
        if (entry.meter() != null) {
            builder.setMeterConfig(org.p4.v1.MeterConfig.getDefaultInstance());
        }
        if (entry.meterCounters() != null) {
            builder.setMeterCounterData(org.p4.v1.MeterCounterData.getDefaultInstance());
        }
        if (entry.timeSinceLastHit().isPresent()) {
            builder.setTimeSinceLastHit(org.p4.v1.TableEntry.IdleTimeout.getDefaultInstance());
        }
        return builder.build();
    }

    private static int priority(TableEntry entry, TableInfo table, boolean complete) {
        int priority = entry.priority();
        if (priority == 0 && (!complete || !table.prioritized() || entry.isDefault())) {
            return 0;
        }
        if (!table.prioritized() || entry.isDefault()) {
            throw new InvalidEntityException(
                    EntityRule.PRIORITY,
                    table.toString(),
                    "priority",
                    priority,
                    entry.isDefault()
                            ? "0: the default entry has none"
                            : "0: the key has no ternary, range or optional field");
        }
        if (priority < 1) {
            throw new InvalidEntityException(
                    EntityRule.PRIORITY,
                    table.toString(),
                    "priority",
                    priority,
                    "1 to " + Integer.MAX_VALUE + ", the larger wins: the key has ternary, range or optional fields");
        }
        return priority;
    }

    @SuppressWarnings("deprecation") // controller_metadata is what servers before 1.2 know.
    private static void details(TableEntry entry, TableInfo table, org.p4.v1.TableEntry.Builder builder) {
        if (entry.isConstant()) {
            builder.setIsConst(true);
        }
        if (entry.controllerMetadata() != 0) {
            builder.setControllerMetadata(entry.controllerMetadata());
        }
        ByteString metadata = entry.metadata();
        if (!metadata.isEmpty()) {
            builder.setMetadata(metadata);
        }
        long timeout = entry.idleTimeout().toNanos();
        if (timeout != 0) {
            builder.setIdleTimeoutNs(checkedTimeout(timeout, entry, table));
        }
        entry.timeSinceLastHit()
                .ifPresent(time -> builder.setTimeSinceLastHit(
                        org.p4.v1.TableEntry.IdleTimeout.newBuilder().setElapsedNs(time.toNanos())));
        CounterData counter = entry.counter();
        if (counter != null) {
            if (table.counter() == null) {
                throw notAllowed(table, "counter", counter, "none: the table has no direct counter");
            }
            builder.setCounterData(Measures.encode(counter, table.toString()));
        }
        MeterConfig meter = entry.meter();
        MeterCounterData colors = entry.meterCounters();
        if (meter != null || colors != null) {
            DirectMeterInfo info = table.meter();
            if (info == null) {
                throw notAllowed(
                        table,
                        "meter",
                        meter == null ? String.valueOf(colors) : meter,
                        "none: the table has no direct meter");
            }
            if (meter != null) {
                builder.setMeterConfig(Measures.encode(meter, info.type(), table.toString()));
            }
            if (colors != null) {
                builder.setMeterCounterData(Measures.encode(colors, table.toString()));
            }
        }
    }

    @SuppressWarnings("deprecation") // controller_metadata is what servers before 1.2 know.
    private static TableEntry decodeDetails(org.p4.v1.TableEntry message, TableEntry decoded) {
        TableEntry entry = decoded;
        if (message.getIsConst()) {
            entry = entry.constant(true);
        }
        if (message.getControllerMetadata() != 0) {
            entry = entry.controllerMetadata(message.getControllerMetadata());
        }
        if (!message.getMetadata().isEmpty()) {
            entry = entry.metadata(message.getMetadata());
        }
        if (message.getIdleTimeoutNs() != 0) {
            entry = entry.idleTimeout(Duration.ofNanos(message.getIdleTimeoutNs()));
        }
        if (message.hasTimeSinceLastHit()) {
            entry = entry.timeSinceLastHit(
                    Duration.ofNanos(message.getTimeSinceLastHit().getElapsedNs()));
        }
        if (message.hasCounterData()) {
            entry = entry.counter(Measures.decode(message.getCounterData()));
        }
        if (message.hasMeterConfig()) {
            entry = entry.meter(Measures.decode(message.getMeterConfig()));
        }
        if (message.hasMeterCounterData()) {
            entry = entry.meterCounters(Measures.decode(message.getMeterCounterData()));
        }
        return entry;
    }

    private static long checkedTimeout(long nanos, TableEntry entry, TableInfo table) {
        if (nanos < 0) {
            throw new InvalidEntityException(
                    EntityRule.OUT_OF_RANGE, table.toString(), "idle timeout", entry.idleTimeout(), "zero or more");
        }
        if (!table.idleTimeouts() || entry.isDefault()) {
            throw notAllowed(
                    table,
                    "idle timeout",
                    entry.idleTimeout(),
                    entry.isDefault() ? "none: the default entry has none" : "none: the table does not support it");
        }
        return nanos;
    }

    private static InvalidEntityException notAllowed(TableInfo table, String field, Object value, String allowed) {
        return new InvalidEntityException(EntityRule.NOT_ALLOWED, table.toString(), field, value, allowed);
    }
}
