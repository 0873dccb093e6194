package io.ipdk.p4runtime.info;

import org.p4.config.v1.Meter;
import org.p4.config.v1.MeterSpec;
import org.p4.config.v1.Preamble;

/**
 * An array of meters.
 *
 * <p>Immutable.
 *
 * @param proto as in the P4Info
 */
public record MeterInfo(Meter proto) implements P4Object {

    @Override
    public Preamble preamble() {
        return proto.getPreamble();
    }

    /** How many cells, 0 if that is not known. */
    public long size() {
        return proto.getSize();
    }

    /** How many rates it has, and how many colours. */
    public MeterSpec.Type type() {
        return proto.getSpec().getType();
    }
}
