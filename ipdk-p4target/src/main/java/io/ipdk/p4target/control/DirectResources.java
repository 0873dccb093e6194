package io.ipdk.p4target.control;

import io.ipdk.p4target.table.EntryState;
import io.ipdk.p4target.table.MeterCell;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.CounterSpec;
import org.p4.config.v1.MeterSpec;
import org.p4.v1.CounterData;
import org.p4.v1.MeterConfig;
import org.p4.v1.MeterCounterData;

/** Counters and meters, of entries or by themselves: from and to the wire. Immutable. */
final class DirectResources {
    private DirectResources() {}

    /** Refuses what a table's entries do not have. */
    static void check(TableSchema table, org.p4.v1.TableEntry given) {
        if (given.hasCounterData() && !table.def.counters()) {
            throw RefusedException.invalid("table '" + table.name + "' has no direct counter");
        }
        if ((given.hasMeterConfig() || given.hasMeterCounterData()) && table.meter == null) {
            throw RefusedException.invalid("table '" + table.name + "' has no direct meter");
        }
        if (given.hasMeterConfig()) {
            rates(given.getMeterConfig(), table.meterType, table.name);
        }
        if (given.hasMeterCounterData()) {
            onlyZeros(given.getMeterCounterData());
        }
    }

    static void onlyZeros(MeterCounterData data) {
        if (data.getGreen().getPacketCount() != 0
                || data.getGreen().getByteCount() != 0
                || data.getYellow().getPacketCount() != 0
                || data.getYellow().getByteCount() != 0
                || data.getRed().getPacketCount() != 0
                || data.getRed().getByteCount() != 0) {
            throw RefusedException.invalid("the counters of a meter can only be set to 0");
        }
    }

    /** Sets what an update brings; what it leaves out of a meter becomes the default. */
    static void apply(TableSchema table, org.p4.v1.TableEntry given, EntryState state, long now, boolean fresh) {
        if (given.hasCounterData()) {
            set(table, state, given.getCounterData());
        }
        MeterCell meter = state.meter();
        if (meter != null) {
            if (given.hasMeterConfig()) {
                meter.configure(rates(given.getMeterConfig(), table.meterType, table.name), now);
            } else if (!fresh && meter.rates() != null) {
                meter.configure(null, now);
            }
            if (given.hasMeterCounterData()) {
                meter.clearCounters();
            }
        }
    }

    /** Sets an entry's counter; what its unit does not name stays as it is. */
    static void set(TableSchema table, EntryState state, CounterData data) {
        state.setCount(
                table.counterUnit == CounterSpec.Unit.BYTES ? state.packets() : data.getPacketCount(),
                table.counterUnit == CounterSpec.Unit.PACKETS ? state.bytes() : data.getByteCount());
    }

    /** A meter's setting, checked against its type (P4Runtime 1.5, "MeterEntry and DirectMeterEntry"). */
    static MeterCell.Rates rates(MeterConfig config, MeterSpec.Type type, String name) {
        if (config.getCir() < 0
                || config.getPir() < 0
                || config.getCburst() < 0
                || config.getPburst() < 0
                || config.getEburst() < 0) {
            throw RefusedException.invalid("meter of '" + name + "': rates and bursts are not negative");
        }
        boolean single = config.getPir() == config.getCir() && config.getPburst() == config.getCburst();
        if (type != MeterSpec.Type.TWO_RATE_THREE_COLOR && !single) {
            throw RefusedException.invalid(
                    "meter of '" + name + "': with a single rate pir and pburst are the same as cir and cburst");
        }
        if (type == MeterSpec.Type.SINGLE_RATE_THREE_COLOR) {
            return new MeterCell.Rates(config.getCir(), config.getCburst(), 0, config.getEburst(), true);
        }
        if (config.getEburst() != 0) {
            throw RefusedException.invalid("meter of '" + name + "': eburst is for a single rate and three colours");
        }
        if (config.getCir() > config.getPir()) {
            throw RefusedException.invalid("meter of '" + name + "': cir is above pir");
        }
        return new MeterCell.Rates(config.getCir(), config.getCburst(), config.getPir(), config.getPburst(), false);
    }

    /** A meter's setting as it was written, or null if it is the default. */
    static @Nullable MeterConfig config(MeterCell meter) {
        MeterCell.Rates rates = meter.rates();
        if (rates == null) {
            return null;
        }
        if (rates.singleRate()) {
            return MeterConfig.newBuilder()
                    .setCir(rates.cir())
                    .setCburst(rates.cburst())
                    .setPir(rates.cir())
                    .setPburst(rates.cburst())
                    .setEburst(rates.pburst())
                    .build();
        }
        return MeterConfig.newBuilder()
                .setCir(rates.cir())
                .setCburst(rates.cburst())
                .setPir(rates.pir())
                .setPburst(rates.pburst())
                .build();
    }

    static CounterData counter(long packets, long bytes) {
        return CounterData.newBuilder()
                .setPacketCount(packets)
                .setByteCount(bytes)
                .build();
    }

    static MeterCounterData colours(MeterCell meter) {
        return MeterCounterData.newBuilder()
                .setGreen(counter(meter.packets(MeterCell.GREEN), meter.bytes(MeterCell.GREEN)))
                .setYellow(counter(meter.packets(MeterCell.YELLOW), meter.bytes(MeterCell.YELLOW)))
                .setRed(counter(meter.packets(MeterCell.RED), meter.bytes(MeterCell.RED)))
                .build();
    }
}
