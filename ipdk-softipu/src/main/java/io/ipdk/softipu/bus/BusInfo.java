package io.ipdk.softipu.bus;

import java.util.Objects;

/**
 * What a host bus is and what room it has.
 *
 * <p>Immutable.
 *
 * @param kind {@code qemu} or {@code sockets}
 * @param description the host for people, for example its name and version
 * @param reachable whether the host answers now; the counts are the last known ones where it does not
 * @param slots how many devices the host can take in all, {@link #UNLIMITED} where nothing bounds it
 * @param freeSlots how many it can take now
 * @param setsLink whether {@link HostBus#setLink} reaches the guest
 * @param setsLinkSpeed whether a port's link speed reaches the guest
 * @param setsBootOrder whether a boot order reaches the guest's firmware
 * @param waitsForHost whether {@link HostBus#detach} waits for the host's consent
 */
public record BusInfo(
        String kind,
        String description,
        boolean reachable,
        int slots,
        int freeSlots,
        boolean setsLink,
        boolean setsLinkSpeed,
        boolean setsBootOrder,
        boolean waitsForHost) {

    /** The count of slots on a bus that has no bound of its own. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    public BusInfo {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(description, "description");
    }
}
