package io.ipdk.p4runtime.info;

import io.ipdk.p4runtime.value.P4Type;
import org.p4.config.v1.Preamble;
import org.p4.config.v1.Register;

/**
 * An array of registers.
 *
 * <p>Immutable.
 *
 * @param proto as in the P4Info
 * @param type what a cell holds
 */
public record RegisterInfo(Register proto, P4Type type) implements P4Object {

    @Override
    public Preamble preamble() {
        return proto.getPreamble();
    }

    /** How many cells, 0 if that is not known. */
    public int size() {
        return proto.getSize();
    }
}
