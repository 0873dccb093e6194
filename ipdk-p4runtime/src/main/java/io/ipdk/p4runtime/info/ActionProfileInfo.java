package io.ipdk.p4runtime.info;

import org.p4.config.v1.ActionProfile;
import org.p4.config.v1.Preamble;

/**
 * An action profile, or an action selector if it has groups.
 *
 * <p>Immutable.
 *
 * @param proto as in the P4Info
 */
public record ActionProfileInfo(ActionProfile proto) implements P4Object {

    @Override
    public Preamble preamble() {
        return proto.getPreamble();
    }

    /** Whether it has groups, from which a packet selects a member. */
    public boolean selector() {
        return proto.getWithSelector();
    }

    /** The largest group, 0 if any size goes. */
    public int maxGroupSize() {
        return proto.getMaxGroupSize();
    }
}
