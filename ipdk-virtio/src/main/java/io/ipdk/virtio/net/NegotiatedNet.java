package io.ipdk.virtio.net;

import io.ipdk.virtio.net.protocol.NetFeature;
import io.ipdk.virtio.net.protocol.NetHeaderLayout;

/** What the datapath needs to know of the negotiated features. Immutable. */
final class NegotiatedNet {
    static final NegotiatedNet NOTHING = new NegotiatedNet(0);

    final long features;
    final int headerBytes;
    final boolean mergeable;

    NegotiatedNet(long features) {
        this.features = features;
        this.mergeable = has(NetFeature.MRG_RXBUF);
        this.headerBytes = NetHeaderLayout.bytes(features);
    }

    private boolean has(long mask) {
        return (features & mask) == mask;
    }

    /** Whether the driver may leave a checksum to the device. */
    boolean takesPartialChecksum() {
        return has(NetFeature.CSUM);
    }

    /** Whether the device may leave a checksum to the driver. */
    boolean givesPartialChecksum() {
        return has(NetFeature.GUEST_CSUM);
    }

    /** Whether the driver may send frames of this segmentation type. */
    boolean takesSegmentation(int gsoType) {
        return has(CSUM_AND_TSO[direction(gsoType)]) && (!isMarked(gsoType) || has(NetFeature.HOST_ECN));
    }

    /** Whether the driver takes frames of this segmentation type. */
    boolean givesSegmentation(int gsoType) {
        return has(GUEST_CSUM_AND_TSO[direction(gsoType)]) && (!isMarked(gsoType) || has(NetFeature.GUEST_ECN));
    }

    private static final long[] CSUM_AND_TSO = {
        NetFeature.CSUM | NetFeature.HOST_TSO4, NetFeature.CSUM | NetFeature.HOST_TSO6
    };
    private static final long[] GUEST_CSUM_AND_TSO = {
        NetFeature.GUEST_CSUM | NetFeature.GUEST_TSO4, NetFeature.GUEST_CSUM | NetFeature.GUEST_TSO6
    };

    /** 0 for TCP over IPv4, 1 over IPv6; others have been refused before. */
    private static int direction(int gsoType) {
        return (gsoType & ~NetHeaderLayout.GSO_ECN) == NetHeaderLayout.GSO_TCPV4 ? 0 : 1;
    }

    private static boolean isMarked(int gsoType) {
        return (gsoType & NetHeaderLayout.GSO_ECN) != 0;
    }
}
