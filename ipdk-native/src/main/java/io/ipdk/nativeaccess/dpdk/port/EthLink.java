package io.ipdk.nativeaccess.dpdk.port;

import io.ipdk.unit.Bandwidth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a port's link.
 *
 * <p>Immutable.
 *
 * @param up whether it is up
 * @param linkSpeed how fast it is, or null if the driver does not say
 * @param fullDuplex whether it goes both ways at once
 * @param autoNegotiated whether the speed was agreed with the other side
 */
public record EthLink(boolean up, @Nullable Bandwidth linkSpeed, boolean fullDuplex, boolean autoNegotiated) {
    private static final long UNKNOWN_SPEED = 0xffff_ffffL;

    /** How fast it is; empty if the driver does not say. */
    public Optional<Bandwidth> speed() {
        return Optional.ofNullable(linkSpeed);
    }

    /** Of {@code rte_eth_link}: the speed in Mb/s, then duplex, negotiation and state in one bit each. */
    static EthLink of(long speed, int bits) {
        Bandwidth known = speed == 0 || speed == UNKNOWN_SPEED ? null : Bandwidth.mbps(speed);
        return new EthLink((bits & 4) != 0, known, (bits & 1) != 0, (bits & 2) != 0);
    }
}
