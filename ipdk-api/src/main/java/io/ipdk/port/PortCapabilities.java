package io.ipdk.port;

import java.util.Set;

/**
 * What ports this IPU can plug.
 *
 * <p>Immutable.
 *
 * @param maxQueuePairs largest {@code queuePairs}
 * @param minMtu smallest {@code mtu}, bytes
 * @param maxMtu largest {@code mtu}, bytes
 * @param linkSpeedVisible whether the host can be told a link speed
 * @param liveFields spec fields that change without the host noticing more than the change itself
 * @param replugFields spec fields whose change makes the host's interface go away and come back
 */
public record PortCapabilities(
        int maxQueuePairs,
        int minMtu,
        int maxMtu,
        boolean linkSpeedVisible,
        Set<String> liveFields,
        Set<String> replugFields) {

    public PortCapabilities {
        liveFields = Set.copyOf(liveFields);
        replugFields = Set.copyOf(replugFields);
    }
}
