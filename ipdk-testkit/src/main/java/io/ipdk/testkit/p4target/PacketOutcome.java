package io.ipdk.testkit.p4target;

import io.ipdk.p4target.dataplane.PacketTrace;
import java.util.List;

/**
 * What became of a packet that came in. Immutable.
 *
 * @param sent what left through ports, in order; packets to the controller are not among them
 * @param trace what happened on the way; a test gives its text as the description of an assertion
 */
public record PacketOutcome(List<PortPacket> sent, PacketTrace trace) {
    public PacketOutcome {
        sent = List.copyOf(sent);
    }

    /** The ports that packets left through, in order. */
    public List<Integer> ports() {
        return sent.stream().map(PortPacket::port).toList();
    }

    /** What left and why, for people. */
    @Override
    public String toString() {
        return sent + " after\n" + trace.text();
    }
}
