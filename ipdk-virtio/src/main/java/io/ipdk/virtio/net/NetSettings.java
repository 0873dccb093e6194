package io.ipdk.virtio.net;

import io.ipdk.limit.BandwidthLimit;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.MacAddress;
import java.util.Objects;

/**
 * What can be changed on a net device while it runs. Immutable.
 *
 * @param mac the address the driver is told, and the only source address where {@code antiSpoofing} is on
 * @param mtu largest IP packet in bytes, 68 to 65535, both directions
 * @param linkSpeed what the driver is told; shapes nothing
 * @param rateLimit what is enforced, in each direction by itself, over the bytes of the frames
 * @param linkUp whether frames pass, and whether the driver is told of a carrier
 * @param antiSpoofing whether frames from the driver must carry the device's own address as source
 */
public record NetSettings(
        MacAddress mac, int mtu, Bandwidth linkSpeed, BandwidthLimit rateLimit, boolean linkUp, boolean antiSpoofing) {

    static final int MIN_MTU = 68;
    static final int MAX_MTU = 65535;

    public NetSettings {
        Objects.requireNonNull(mac, "mac");
        Objects.requireNonNull(linkSpeed, "linkSpeed");
        Objects.requireNonNull(rateLimit, "rateLimit");
        if (mac.isMulticast()) {
            throw new IllegalArgumentException("MAC " + mac + " names a group; give a unicast address");
        }
        if (mtu < MIN_MTU || mtu > MAX_MTU) {
            throw new IllegalArgumentException("an MTU of " + mtu + ": the range is 68 to 65535 bytes");
        }
    }

    /** MTU 1500, 10 Gbit/s shown, no limit, up, no anti-spoofing. */
    public static NetSettings of(MacAddress mac) {
        return new NetSettings(mac, 1500, Bandwidth.gbps(10), BandwidthLimit.UNLIMITED, true, false);
    }

    public NetSettings withMtu(int bytes) {
        return new NetSettings(mac, bytes, linkSpeed, rateLimit, linkUp, antiSpoofing);
    }

    public NetSettings withRateLimit(BandwidthLimit limit) {
        return new NetSettings(mac, mtu, linkSpeed, limit, linkUp, antiSpoofing);
    }

    public NetSettings withLinkUp(boolean up) {
        return new NetSettings(mac, mtu, linkSpeed, rateLimit, up, antiSpoofing);
    }

    public NetSettings withAntiSpoofing(boolean on) {
        return new NetSettings(mac, mtu, linkSpeed, rateLimit, linkUp, on);
    }

    /** Whether a driver would find other values in the configuration space. */
    boolean differsForDriver(NetSettings other) {
        return !mac.equals(other.mac)
                || mtu != other.mtu
                || !linkSpeed.equals(other.linkSpeed)
                || linkUp != other.linkUp;
    }
}
