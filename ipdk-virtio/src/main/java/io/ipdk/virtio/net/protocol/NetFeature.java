package io.ipdk.virtio.net.protocol;

import io.ipdk.virtio.VirtioFeature;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Masks of the feature bits of net devices.
 *
 * <p>HOST and GUEST name who receives: with HOST_TSO4 the device takes large TCP/IPv4 frames from the driver, with
 * GUEST_TSO4 the driver takes them from the device. Source: VIRTIO 1.3, clause 5.1.3. Immutable.
 */
public final class NetFeature {
    /** The device takes frames whose checksum is not filled in. */
    public static final long CSUM = 1L;

    /** The driver takes frames whose checksum is not filled in. */
    public static final long GUEST_CSUM = 1L << 1;

    /** The configuration space has the largest MTU. */
    public static final long MTU = 1L << 3;

    /** The configuration space has the MAC address. */
    public static final long MAC = 1L << 5;

    public static final long GUEST_TSO4 = 1L << 7;
    public static final long GUEST_TSO6 = 1L << 8;

    /** The driver takes large TCP frames with congestion marks. */
    public static final long GUEST_ECN = 1L << 9;

    public static final long HOST_TSO4 = 1L << 11;
    public static final long HOST_TSO6 = 1L << 12;

    /** The device takes large TCP frames with congestion marks. */
    public static final long HOST_ECN = 1L << 13;

    /** A frame towards the driver may be spread over several chains. */
    public static final long MRG_RXBUF = 1L << 15;

    /** The configuration space has the link status. */
    public static final long STATUS = 1L << 16;

    /** There is a control queue; front ends that offer it serve it themselves. */
    public static final long CTRL_VQ = 1L << 17;

    /** The driver can announce its addresses when told to, after a migration. */
    public static final long GUEST_ANNOUNCE = 1L << 21;

    /** There are several queue pairs. */
    public static final long MQ = 1L << 22;

    /** The configuration space has link speed and duplex mode. */
    public static final long SPEED_DUPLEX = 1L << 63;

    private NetFeature() {}

    /** The names of the bits set, of those that this device or its rings know; others as {@code BIT_n}. */
    public static Set<String> names(long features) {
        Set<String> names = new LinkedHashSet<>();
        for (long left = features; left != 0; left &= left - 1) {
            names.add(name(Long.lowestOneBit(left)));
        }
        return names;
    }

    private static String name(long mask) {
        int bit = Long.numberOfTrailingZeros(mask);
        return switch (bit) {
            case 0 -> "CSUM";
            case 1 -> "GUEST_CSUM";
            case 3 -> "MTU";
            case 5 -> "MAC";
            case 7 -> "GUEST_TSO4";
            case 8 -> "GUEST_TSO6";
            case 9 -> "GUEST_ECN";
            case 11 -> "HOST_TSO4";
            case 12 -> "HOST_TSO6";
            case 13 -> "HOST_ECN";
            case 15 -> "MRG_RXBUF";
            case 16 -> "STATUS";
            case 17 -> "CTRL_VQ";
            case 21 -> "GUEST_ANNOUNCE";
            case 22 -> "MQ";
            case 28 -> "INDIRECT_DESC";
            case 29 -> "EVENT_IDX";
            case 32 -> "VERSION_1";
            case 63 -> "SPEED_DUPLEX";
            default -> "BIT_" + bit;
        };
    }

    /** What the device offers whatever its settings. */
    public static long offered(int queuePairs) {
        long features = CSUM
                | GUEST_CSUM
                | MTU
                | MAC
                | GUEST_TSO4
                | GUEST_TSO6
                | GUEST_ECN
                | HOST_TSO4
                | HOST_TSO6
                | HOST_ECN
                | MRG_RXBUF
                | STATUS
                | GUEST_ANNOUNCE
                | SPEED_DUPLEX
                | VirtioFeature.INDIRECT_DESC
                | VirtioFeature.EVENT_IDX
                | VirtioFeature.VERSION_1;
        return queuePairs > 1 ? features | MQ : features;
    }
}
