package io.ipdk.disk;

import io.ipdk.limit.BandwidthLimit;
import io.ipdk.limit.IopsLimit;
import java.util.Objects;

/**
 * The six limits of a disk. A request must pass each that applies to it; flushes count as writes without bytes, discards
 * and write-zeroes as writes without bytes.
 *
 * <p>Immutable.
 */
public record DiskLimits(
        IopsLimit readIops,
        IopsLimit writeIops,
        IopsLimit totalIops,
        BandwidthLimit readBandwidth,
        BandwidthLimit writeBandwidth,
        BandwidthLimit totalBandwidth) {

    /** No limit at all. */
    public static final DiskLimits UNLIMITED = new DiskLimits(
            IopsLimit.UNLIMITED,
            IopsLimit.UNLIMITED,
            IopsLimit.UNLIMITED,
            BandwidthLimit.UNLIMITED,
            BandwidthLimit.UNLIMITED,
            BandwidthLimit.UNLIMITED);

    public DiskLimits {
        Objects.requireNonNull(readIops, "readIops");
        Objects.requireNonNull(writeIops, "writeIops");
        Objects.requireNonNull(totalIops, "totalIops");
        Objects.requireNonNull(readBandwidth, "readBandwidth");
        Objects.requireNonNull(writeBandwidth, "writeBandwidth");
        Objects.requireNonNull(totalBandwidth, "totalBandwidth");
    }

    public DiskLimits withReadIops(IopsLimit limit) {
        return new DiskLimits(limit, writeIops, totalIops, readBandwidth, writeBandwidth, totalBandwidth);
    }

    public DiskLimits withWriteIops(IopsLimit limit) {
        return new DiskLimits(readIops, limit, totalIops, readBandwidth, writeBandwidth, totalBandwidth);
    }

    public DiskLimits withTotalIops(IopsLimit limit) {
        return new DiskLimits(readIops, writeIops, limit, readBandwidth, writeBandwidth, totalBandwidth);
    }

    public DiskLimits withReadBandwidth(BandwidthLimit limit) {
        return new DiskLimits(readIops, writeIops, totalIops, limit, writeBandwidth, totalBandwidth);
    }

    public DiskLimits withWriteBandwidth(BandwidthLimit limit) {
        return new DiskLimits(readIops, writeIops, totalIops, readBandwidth, limit, totalBandwidth);
    }

    public DiskLimits withTotalBandwidth(BandwidthLimit limit) {
        return new DiskLimits(readIops, writeIops, totalIops, readBandwidth, writeBandwidth, limit);
    }

    /** The limits that are set, such as {@code totalIops 500 IOPS burst 5}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        append(text, "readIops", readIops, readIops.isUnlimited());
        append(text, "writeIops", writeIops, writeIops.isUnlimited());
        append(text, "totalIops", totalIops, totalIops.isUnlimited());
        append(text, "readBandwidth", readBandwidth, readBandwidth.isUnlimited());
        append(text, "writeBandwidth", writeBandwidth, writeBandwidth.isUnlimited());
        append(text, "totalBandwidth", totalBandwidth, totalBandwidth.isUnlimited());
        return text.isEmpty() ? "unlimited" : text.toString();
    }

    private static void append(StringBuilder text, String name, Object limit, boolean unlimited) {
        if (!unlimited) {
            text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(limit);
        }
    }
}
