package io.ipdk.p4runtime.info;

import org.p4.config.v1.DirectCounter;
import org.p4.config.v1.Preamble;

/**
 * A counter in each entry of a table.
 *
 * <p>Immutable.
 *
 * @param proto as in the P4Info
 */
public record DirectCounterInfo(DirectCounter proto) implements P4Object {

    @Override
    public Preamble preamble() {
        return proto.getPreamble();
    }
}
