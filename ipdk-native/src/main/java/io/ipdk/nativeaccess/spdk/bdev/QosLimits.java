package io.ipdk.nativeaccess.spdk.bdev;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;

/**
 * The rate limits of a block device, in SPDK's units.
 *
 * <p>Immutable.
 *
 * @param iops reads and writes a second; 0 = no limit. SPDK rounds it up to a multiple of 1000
 * @param mibPerSecond reads and writes together; 0 = no limit
 * @param readMibPerSecond 0 = no limit
 * @param writeMibPerSecond 0 = no limit
 */
public record QosLimits(long iops, long mibPerSecond, long readMibPerSecond, long writeMibPerSecond) {

    /** What SPDK rounds I/O rates up to. */
    public static final long IOPS_STEP = 1000;

    /** No limit at all. */
    public static final QosLimits NONE = new QosLimits(0, 0, 0, 0);

    public QosLimits {
        if (iops < 0 || mibPerSecond < 0 || readMibPerSecond < 0 || writeMibPerSecond < 0) {
            throw new IllegalArgumentException("limits of " + iops + " IOPS, " + mibPerSecond + ", " + readMibPerSecond
                    + " and " + writeMibPerSecond + " MiB/s: none may be below 0");
        }
    }

    static QosLimits read(JsonNode node) {
        return new QosLimits(
                node.path("rw_ios_per_sec").asLong(),
                node.path("rw_mbytes_per_sec").asLong(),
                node.path("r_mbytes_per_sec").asLong(),
                node.path("w_mbytes_per_sec").asLong());
    }

    RpcRequest request(String bdev) {
        return RpcRequest.of("bdev_set_qos_limit")
                .with("name", bdev)
                .with("rw_ios_per_sec", iops)
                .with("rw_mbytes_per_sec", mibPerSecond)
                .with("r_mbytes_per_sec", readMibPerSecond)
                .with("w_mbytes_per_sec", writeMibPerSecond);
    }

    /** These limits as SPDK will have them. */
    public QosLimits effective() {
        return new QosLimits(
                (iops + IOPS_STEP - 1) / IOPS_STEP * IOPS_STEP, mibPerSecond, readMibPerSecond, writeMibPerSecond);
    }

    /** Whether nothing is limited. */
    public boolean isUnlimited() {
        return equals(NONE);
    }
}
