package io.ipdk.p4runtime.info;

import org.p4.config.v1.ExternInstance;
import org.p4.config.v1.Preamble;

/**
 * An instance of an extern that P4Runtime knows nothing about.
 *
 * <p>Immutable.
 *
 * @param typeId the id of the extern's type
 * @param typeName the name of the extern's type
 * @param proto as in the P4Info
 */
public record ExternInfo(int typeId, String typeName, ExternInstance proto) implements P4Object {

    @Override
    public Preamble preamble() {
        return proto.getPreamble();
    }
}
