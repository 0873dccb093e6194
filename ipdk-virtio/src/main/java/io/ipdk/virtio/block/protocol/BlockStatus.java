package io.ipdk.virtio.block.protocol;

/**
 * The byte that ends a request: how it went.
 *
 * <p>Source: VIRTIO 1.3, clause 5.2.6. Immutable.
 */
public final class BlockStatus {
    /** Done. */
    public static final byte OK = 0;

    /** Failed, or outside of what the device has. */
    public static final byte IOERR = 1;

    /** Not something this device does. */
    public static final byte UNSUPP = 2;

    private BlockStatus() {}

    /** The name of a status, for messages. */
    public static String name(byte status) {
        return switch (status) {
            case OK -> "OK";
            case IOERR -> "IOERR";
            case UNSUPP -> "UNSUPP";
            default -> "status " + (status & 0xff);
        };
    }
}
