package io.ipdk.port;

import io.ipdk.device.DeviceSpec;
import io.ipdk.device.FieldDifference;
import io.ipdk.device.SpecDiff;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.limit.BandwidthLimit;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.MacAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an application wants a virtual port to be. All but the host and the queue pairs can change while the port is plugged; a change
 * of what the host reads only once (MAC, MTU, link speed) makes the interface go away and come back, and
 * {@code plan} says so.
 *
 * <p>Immutable.
 *
 * @param host which of the IPU's hosts gets the port; empty = the only one
 * @param mac unicast address the host's interface carries; null = assigned by the IPU, the same one for the same name
 *     for as long as the IPU's state lives
 * @param mtu largest IP packet in bytes, 68–65535
 * @param queuePairs receive and transmit queues each, 1 or more
 * @param linkSpeed what the host is told; shapes nothing
 * @param rateLimit what is enforced, in each direction by itself: frames from the host wait, frames to the host beyond
 *     it are dropped
 * @param adminState DOWN stops all frames and takes the carrier away
 * @param antiSpoofing whether frames from the host must carry the port's own MAC as source
 * @param attachment the switch, or the application
 */
public record VirtualPortSpec(
        String host,
        @Nullable MacAddress mac,
        int mtu,
        int queuePairs,
        Bandwidth linkSpeed,
        BandwidthLimit rateLimit,
        AdminState adminState,
        boolean antiSpoofing,
        PortAttachment attachment)
        implements DeviceSpec<VirtualPortSpec, VirtualPortSpec.Builder> {

    private static final VirtualPortSpec DEFAULTS = new VirtualPortSpec(
            "",
            null,
            1500,
            1,
            Bandwidth.gbps(10),
            BandwidthLimit.UNLIMITED,
            AdminState.UP,
            false,
            PortAttachment.SWITCH);

    public VirtualPortSpec {
        Objects.requireNonNull(host, "host");
        if (mac != null && (mac.isMulticast() || mac.bits() == 0)) {
            throw new InvalidSpecException("mac", mac, "a unicast address other than 0");
        }
        if (mtu < 68 || mtu > 65535) {
            throw new InvalidSpecException("mtu", mtu, "68–65535 bytes");
        }
        if (queuePairs < 1) {
            throw new InvalidSpecException("queuePairs", queuePairs, "1 or more");
        }
        Objects.requireNonNull(linkSpeed, "linkSpeed");
        Objects.requireNonNull(rateLimit, "rateLimit");
        Objects.requireNonNull(adminState, "adminState");
        Objects.requireNonNull(attachment, "attachment");
        if (linkSpeed.toMbps() < 1 || linkSpeed.toMbps() > Integer.MAX_VALUE) {
            throw new InvalidSpecException("linkSpeed", linkSpeed, "1 Mbit/s to 2147483647 Mbit/s");
        }
    }

    /** MAC assigned, MTU 1500, one queue pair, 10 Gbit/s shown, no limit, up, on the switch. */
    public static VirtualPortSpec defaults() {
        return DEFAULTS;
    }

    /** The defaults changed by the given steps. */
    public static VirtualPortSpec of(Consumer<? super Builder> steps) {
        return DEFAULTS.with(steps);
    }

    /** This spec changed by the given steps. */
    public VirtualPortSpec with(Consumer<? super Builder> steps) {
        Builder builder = toBuilder();
        steps.accept(builder);
        return builder.build();
    }

    @Override
    public Builder toBuilder() {
        return new Builder(this);
    }

    @Override
    public List<FieldDifference> differences(VirtualPortSpec wanted) {
        return new SpecDiff<>(this, wanted)
                .fixed("host", VirtualPortSpec::host)
                .live("mac", VirtualPortSpec::mac)
                .live("mtu", VirtualPortSpec::mtu)
                .fixed("queuePairs", VirtualPortSpec::queuePairs)
                .live("linkSpeed", VirtualPortSpec::linkSpeed)
                .live("rateLimit", VirtualPortSpec::rateLimit)
                .live("adminState", VirtualPortSpec::adminState)
                .live("antiSpoofing", VirtualPortSpec::antiSpoofing)
                .live("attachment", VirtualPortSpec::attachment)
                .differences();
    }

    /** Confined to one thread (the one that builds). */
    public static final class Builder {

        private String host;
        private @Nullable MacAddress mac;
        private int mtu;
        private int queuePairs;
        private Bandwidth linkSpeed;
        private BandwidthLimit rateLimit;
        private AdminState adminState;
        private boolean antiSpoofing;
        private PortAttachment attachment;

        private Builder(VirtualPortSpec from) {
            host = from.host;
            mac = from.mac;
            mtu = from.mtu;
            queuePairs = from.queuePairs;
            linkSpeed = from.linkSpeed;
            rateLimit = from.rateLimit;
            adminState = from.adminState;
            antiSpoofing = from.antiSpoofing;
            attachment = from.attachment;
        }

        public Builder host(String host) {
            this.host = host;
            return this;
        }

        public Builder mac(MacAddress mac) {
            this.mac = mac;
            return this;
        }

        /** {@link #mac(MacAddress)} from text such as {@code 52:54:00:12:34:56}. */
        public Builder mac(String mac) {
            return mac(MacAddress.of(mac));
        }

        public Builder mtu(int bytes) {
            this.mtu = bytes;
            return this;
        }

        public Builder queuePairs(int queuePairs) {
            this.queuePairs = queuePairs;
            return this;
        }

        public Builder linkSpeed(Bandwidth linkSpeed) {
            this.linkSpeed = linkSpeed;
            return this;
        }

        /** A limit with the burst of {@link BandwidthLimit#of}. */
        public Builder rateLimit(Bandwidth rate) {
            return rateLimit(BandwidthLimit.of(rate));
        }

        public Builder rateLimit(BandwidthLimit rateLimit) {
            this.rateLimit = rateLimit;
            return this;
        }

        public Builder adminState(AdminState adminState) {
            this.adminState = adminState;
            return this;
        }

        public Builder antiSpoofing(boolean antiSpoofing) {
            this.antiSpoofing = antiSpoofing;
            return this;
        }

        public Builder attachment(PortAttachment attachment) {
            this.attachment = attachment;
            return this;
        }

        public VirtualPortSpec build() {
            return new VirtualPortSpec(
                    host, mac, mtu, queuePairs, linkSpeed, rateLimit, adminState, antiSpoofing, attachment);
        }
    }
}
