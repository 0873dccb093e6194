package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.CounterData;
import io.ipdk.p4runtime.entity.CounterEntry;
import io.ipdk.p4runtime.entity.MeterConfig;
import io.ipdk.p4runtime.entity.MeterCounterData;
import io.ipdk.p4runtime.entity.MeterEntry;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.RegisterEntry;
import io.ipdk.p4runtime.info.CounterInfo;
import io.ipdk.p4runtime.info.MeterInfo;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.RegisterInfo;
import io.ipdk.p4runtime.value.P4Data;

/** Cells of counter, meter and register arrays. An empty name, which only a read may have, stands for all arrays. */
final class ArrayCodec {
    private final P4Info info;

    ArrayCodec(P4Info info) {
        this.info = info;
    }

    org.p4.v1.CounterEntry encode(CounterEntry entry) {
        org.p4.v1.CounterEntry.Builder builder = org.p4.v1.CounterEntry.newBuilder();
        String label = "counter " + entry.counter();
        long size = 0;
        if (!entry.counter().isEmpty()) {
            CounterInfo counter = info.counter(entry.counter());
            builder.setCounterId(counter.id());
            size = counter.size();
        }
        if (entry.index() != P4Entity.EVERY_CELL) {
            builder.setIndex(Ids.index(entry.index(), size, label));
        }
        CounterData data = entry.data();
        if (data != null) {
            builder.setData(Measures.encode(data, label));
        }
        return builder.build();
    }

    CounterEntry decode(org.p4.v1.CounterEntry message) {
        String name = info.counter(message.getCounterId()).name();
        return new CounterEntry(
                name,
                Ids.index(message.hasIndex(), message.getIndex(), "counter " + name),
                message.hasData() ? Measures.decode(message.getData()) : null);
    }

    org.p4.v1.MeterEntry encode(MeterEntry entry) {
        org.p4.v1.MeterEntry.Builder builder = org.p4.v1.MeterEntry.newBuilder();
        String label = "meter " + entry.meter();
        long size = 0;
        if (!entry.meter().isEmpty()) {
            MeterInfo meter = info.meter(entry.meter());
            builder.setMeterId(meter.id());
            size = meter.size();
            MeterConfig config = entry.config();
            if (config != null) {
                builder.setConfig(Measures.encode(config, meter.type(), label));
            }
        }
        if (entry.index() != P4Entity.EVERY_CELL) {
            builder.setIndex(Ids.index(entry.index(), size, label));
        }
        MeterCounterData counters = entry.counters();
        if (counters != null) {
            builder.setCounterData(Measures.encode(counters, label));
        }
        return builder.build();
    }

    MeterEntry decode(org.p4.v1.MeterEntry message) {
        String name = info.meter(message.getMeterId()).name();
        return new MeterEntry(
                name,
                Ids.index(message.hasIndex(), message.getIndex(), "meter " + name),
                message.hasConfig() ? Measures.decode(message.getConfig()) : null,
                message.hasCounterData() ? Measures.decode(message.getCounterData()) : null);
    }

    org.p4.v1.RegisterEntry encode(RegisterEntry entry) {
        org.p4.v1.RegisterEntry.Builder builder = org.p4.v1.RegisterEntry.newBuilder();
        String label = "register " + entry.register();
        long size = 0;
        if (!entry.register().isEmpty()) {
            RegisterInfo register = info.register(entry.register());
            builder.setRegisterId(register.id());
            size = register.size();
            P4Data data = entry.data();
            if (data != null) {
                builder.setData(DataCodec.encode(data, register.type(), label, "data"));
            }
        }
        if (entry.index() != P4Entity.EVERY_CELL) {
            builder.setIndex(Ids.index(entry.index(), size, label));
        }
        return builder.build();
    }

    RegisterEntry decode(org.p4.v1.RegisterEntry message) {
        RegisterInfo register = info.register(message.getRegisterId());
        String label = "register " + register.name();
        return new RegisterEntry(
                register.name(),
                Ids.index(message.hasIndex(), message.getIndex(), label),
                message.hasData() ? DataCodec.decode(message.getData(), register.type(), label, "data") : null);
    }
}
