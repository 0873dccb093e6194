package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.CounterData;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.MeterConfig;
import io.ipdk.p4runtime.entity.MeterCounterData;
import org.p4.config.v1.MeterSpec;

/** Counters' and meters' numbers. */
final class Measures {
    private Measures() {}

    static org.p4.v1.CounterData encode(CounterData data, String entity) {
        if (data.bytes() < 0 || data.packets() < 0) {
            throw new InvalidEntityException(EntityRule.OUT_OF_RANGE, entity, "counter", data, "0 or more");
        }
        return org.p4.v1.CounterData.newBuilder()
                .setByteCount(data.bytes())
                .setPacketCount(data.packets())
                .build();
    }

    static CounterData decode(org.p4.v1.CounterData data) {
        return new CounterData(data.getByteCount(), data.getPacketCount());
    }

    /** Rates and bursts in the shape of the meter's type ("MeterEntry and DirectMeterEntry"). */
    static org.p4.v1.MeterConfig encode(MeterConfig config, MeterSpec.Type type, String entity) {
        if (config.cir() < 0 || config.cburst() < 0 || config.pir() < 0 || config.pburst() < 0 || config.eburst() < 0) {
            throw new InvalidEntityException(EntityRule.OUT_OF_RANGE, entity, "meter", config, "0 or more each");
        }
        boolean twoRate = type == MeterSpec.Type.TWO_RATE_THREE_COLOR;
        if (!twoRate && (config.pir() != config.cir() || config.pburst() != config.cburst())) {
            throw shape(entity, config, "pir equal to cir and pburst equal to cburst: the meter has one rate");
        }
        if (type != MeterSpec.Type.SINGLE_RATE_THREE_COLOR && config.eburst() != 0) {
            throw shape(entity, config, "eburst 0: only single-rate three-colour meters have one");
        }
        return org.p4.v1.MeterConfig.newBuilder()
                .setCir(config.cir())
                .setCburst(config.cburst())
                .setPir(config.pir())
                .setPburst(config.pburst())
                .setEburst(config.eburst())
                .build();
    }

    static MeterConfig decode(org.p4.v1.MeterConfig config) {
        return new MeterConfig(
                config.getCir(), config.getCburst(), config.getPir(), config.getPburst(), config.getEburst());
    }

    static org.p4.v1.MeterCounterData encode(MeterCounterData data, String entity) {
        org.p4.v1.MeterCounterData.Builder builder = org.p4.v1.MeterCounterData.newBuilder();
        if (!data.equals(MeterCounterData.ZERO)) {
            builder.setGreen(encode(data.green(), entity))
                    .setYellow(encode(data.yellow(), entity))
                    .setRed(encode(data.red(), entity));
        }
        return builder.build();
    }

    static MeterCounterData decode(org.p4.v1.MeterCounterData data) {
        return new MeterCounterData(decode(data.getGreen()), decode(data.getYellow()), decode(data.getRed()));
    }

    private static InvalidEntityException shape(String entity, MeterConfig config, String allowed) {
        return new InvalidEntityException(EntityRule.METER_SHAPE, entity, "meter", config, allowed);
    }
}
