package io.ipdk.p4runtime.info;

import io.ipdk.p4runtime.value.P4Type;
import org.p4.config.v1.Digest;
import org.p4.config.v1.Preamble;

/**
 * A digest: messages that the data plane sends in lists.
 *
 * <p>Immutable.
 *
 * @param proto as in the P4Info
 * @param type what a message holds
 */
public record DigestInfo(Digest proto, P4Type type) implements P4Object {

    @Override
    public Preamble preamble() {
        return proto.getPreamble();
    }
}
