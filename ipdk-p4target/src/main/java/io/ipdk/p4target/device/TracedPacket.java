package io.ipdk.p4target.device;

import java.util.List;

/**
 * A packet that was watched on its way through a program.
 *
 * <p>Immutable.
 *
 * @param ports where it and its copies would have left, in that order
 * @param text a step a line
 * @param json an array of steps
 */
public record TracedPacket(List<Integer> ports, String text, String json) {
    public TracedPacket {
        ports = List.copyOf(ports);
    }
}
