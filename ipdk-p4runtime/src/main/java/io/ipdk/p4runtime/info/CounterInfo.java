package io.ipdk.p4runtime.info;

import org.p4.config.v1.Counter;
import org.p4.config.v1.Preamble;

/**
 * An array of counters.
 *
 * <p>Immutable.
 *
 * @param proto as in the P4Info
 */
public record CounterInfo(Counter proto) implements P4Object {

    @Override
    public Preamble preamble() {
        return proto.getPreamble();
    }

    /** How many cells, 0 if that is not known. */
    public long size() {
        return proto.getSize();
    }
}
