package io.ipdk.p4runtime.info;

import org.p4.config.v1.DirectMeter;
import org.p4.config.v1.MeterSpec;
import org.p4.config.v1.Preamble;

/**
 * A meter in each entry of a table.
 *
 * <p>Immutable.
 *
 * @param proto as in the P4Info
 */
public record DirectMeterInfo(DirectMeter proto) implements P4Object {

    @Override
    public Preamble preamble() {
        return proto.getPreamble();
    }

    /** How many rates it has, and how many colours. */
    public MeterSpec.Type type() {
        return proto.getSpec().getType();
    }
}
