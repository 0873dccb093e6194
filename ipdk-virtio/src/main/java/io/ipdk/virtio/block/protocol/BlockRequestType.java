package io.ipdk.virtio.block.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a driver asks of a block device.
 *
 * <p>Source: VIRTIO 1.3, clause 5.2.6. Immutable.
 */
public enum BlockRequestType {
    /** Reads sectors. */
    IN(0),

    /** Writes sectors. */
    OUT(1),

    /** Makes all completed writes durable. */
    FLUSH(4),

    /** Reads the serial number, 20 bytes. */
    GET_ID(8),

    /** Tells that the contents of sectors are of no use any more. */
    DISCARD(11),

    /** Writes zeros without sending them. */
    WRITE_ZEROES(13);

    /** The largest {@link #wireValue}. */
    public static final int MAX_WIRE_VALUE = 13;

    private final int wireValue;

    BlockRequestType(int wireValue) {
        this.wireValue = wireValue;
    }

    /** The value in the request's header. */
    public int wireValue() {
        return wireValue;
    }

    /** Whether the request counts against the limits for writes; all but reads and GET_ID do. */
    public boolean isWriteClass() {
        return this != IN && this != GET_ID;
    }

    /** Whether it changes what later reads see, so that it must be durable in write-through mode. */
    public boolean changesData() {
        return this == OUT || this == WRITE_ZEROES;
    }

    /** The type with that value in the header, or null if this device does not know it. */
    public static @Nullable BlockRequestType of(int wireValue) {
        return switch (wireValue) {
            case 0 -> IN;
            case 1 -> OUT;
            case 4 -> FLUSH;
            case 8 -> GET_ID;
            case 11 -> DISCARD;
            case 13 -> WRITE_ZEROES;
            default -> null;
        };
    }
}
