package io.ipdk.p4runtime.stream;

import io.ipdk.error.InvalidSpecException;

/**
 * How much may wait for each subscriber; what comes beyond it is dropped and counted. Immutable.
 *
 * @param packets packet-ins
 * @param digests digest lists; one that is dropped is not acknowledged, so that the target sends its content again
 * @param notices idle timeouts and stream errors
 * @param rememberedPackets packet-outs that a later stream error can be joined to
 */
public record StreamQueues(int packets, int digests, int notices, int rememberedPackets) {
    public StreamQueues {
        check("packets", packets);
        check("digests", digests);
        check("notices", notices);
        check("rememberedPackets", rememberedPackets);
    }

    /** 8,192 packets, 1,024 lists, 1,024 notices, 256 remembered packets. */
    public static StreamQueues defaults() {
        return new StreamQueues(8_192, 1_024, 1_024, 256);
    }

    private static void check(String field, int value) {
        if (value < 1) {
            throw new InvalidSpecException(field, value, "1 or more");
        }
    }
}
