package io.ipdk.virtio.vhostuser.message;

import java.util.ArrayList;
import java.util.List;

/** Masks of the protocol features that both ends of a connection agree on besides the virtio features. Immutable. */
public final class ProtocolFeature {
    /** The front end can ask for the number of queues. */
    public static final long MQ = 1L;

    /** The back end can be asked to send a RARP frame for a migrated guest. */
    public static final long RARP = 1L << 2;

    /** Any request can ask for an acknowledgement. */
    public static final long REPLY_ACK = 1L << 3;

    /** The front end can set the MTU. */
    public static final long MTU = 1L << 4;

    /** The back end can send requests on a second socket. */
    public static final long BACKEND_REQ = 1L << 5;

    /** The back end serves the configuration space. */
    public static final long CONFIG = 1L << 9;

    /** Requests in flight are tracked in memory that outlives the back end. */
    public static final long INFLIGHT_SHMFD = 1L << 12;

    /** The device can be reset as a whole. */
    public static final long RESET_DEVICE = 1L << 13;

    /** Memory regions are added and removed one by one. */
    public static final long CONFIGURE_MEM_SLOTS = 1L << 15;

    /** The back end sees and answers the device status. */
    public static final long STATUS = 1L << 16;

    private static final String[] NAMES = {
        "MQ",
        "LOG_SHMFD",
        "RARP",
        "REPLY_ACK",
        "MTU",
        "BACKEND_REQ",
        "CROSS_ENDIAN",
        "CRYPTO_SESSION",
        "PAGEFAULT",
        "CONFIG",
        "BACKEND_SEND_FD",
        "HOST_NOTIFIER",
        "INFLIGHT_SHMFD",
        "RESET_DEVICE",
        "INBAND_NOTIFICATIONS",
        "CONFIGURE_MEM_SLOTS",
        "STATUS"
    };

    private ProtocolFeature() {}

    /** The names of the bits in a mask, for messages. */
    public static String describe(long mask) {
        List<String> names = new ArrayList<>();
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            int bit = Long.numberOfTrailingZeros(rest);
            names.add(bit < NAMES.length ? NAMES[bit] : "bit " + bit);
        }
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
