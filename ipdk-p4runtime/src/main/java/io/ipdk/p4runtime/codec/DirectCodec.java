package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.CounterData;
import io.ipdk.p4runtime.entity.DirectCounterEntry;
import io.ipdk.p4runtime.entity.DirectMeterEntry;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.MeterConfig;
import io.ipdk.p4runtime.entity.MeterCounterData;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.info.DirectMeterInfo;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.TableInfo;

/** Counters and meters of table entries. */
final class DirectCodec {
    private final P4Info info;
    private final TableEntryCodec entries;

    DirectCodec(P4Info info, TableEntryCodec entries) {
        this.info = info;
        this.entries = entries;
    }

    /**
     * @param complete whether the entry's key must be complete, as in a write
     */
    org.p4.v1.DirectCounterEntry encode(DirectCounterEntry entry, boolean complete) {
        org.p4.v1.DirectCounterEntry.Builder builder = org.p4.v1.DirectCounterEntry.newBuilder();
        if (complete || !entry.entry().table().isEmpty()) {
            TableInfo table = info.table(entry.entry().table());
            if (table.counter() == null) {
                throw none(table, "direct counter");
            }
            builder.setTableEntry(key(entry.entry(), table, complete));
        } else {
            builder.setTableEntry(entries.filter(entry.entry()));
        }
        CounterData data = entry.data();
        if (data != null) {
            builder.setData(
                    Measures.encode(data, "direct counter of " + entry.entry().table()));
        }
        return builder.build();
    }

    DirectCounterEntry decode(org.p4.v1.DirectCounterEntry message) {
        return new DirectCounterEntry(
                entries.decode(message.getTableEntry()), message.hasData() ? Measures.decode(message.getData()) : null);
    }

    /** As for counters. */
    org.p4.v1.DirectMeterEntry encode(DirectMeterEntry entry, boolean complete) {
        org.p4.v1.DirectMeterEntry.Builder builder = org.p4.v1.DirectMeterEntry.newBuilder();
        String label = "direct meter of " + entry.entry().table();
        if (complete || !entry.entry().table().isEmpty()) {
            TableInfo table = info.table(entry.entry().table());
            DirectMeterInfo meter = table.meter();
            if (meter == null) {
                throw none(table, "direct meter");
            }
            builder.setTableEntry(key(entry.entry(), table, complete));
            MeterConfig config = entry.config();
            if (config != null) {
                builder.setConfig(Measures.encode(config, meter.type(), label));
            }
        } else {
            builder.setTableEntry(entries.filter(entry.entry()));
        }
        MeterCounterData counters = entry.counters();
        if (counters != null) {
            builder.setCounterData(Measures.encode(counters, label));
        }
        return builder.build();
    }

    DirectMeterEntry decode(org.p4.v1.DirectMeterEntry message) {
        return new DirectMeterEntry(
                entries.decode(message.getTableEntry()),
                message.hasConfig() ? Measures.decode(message.getConfig()) : null,
                message.hasCounterData() ? Measures.decode(message.getCounterData()) : null);
    }

    private org.p4.v1.TableEntry.Builder key(TableEntry entry, TableInfo table, boolean complete) {
        return entries.key(entry, table, complete || !entry.matches().isEmpty());
    }

    private static InvalidEntityException none(TableInfo table, String what) {
        return new InvalidEntityException(
                EntityRule.NOT_ALLOWED, table.toString(), what, "asked for", "none: the table has no " + what);
    }
}
