package io.ipdk.softipu.disk;

import io.ipdk.disk.DiskLimits;
import io.ipdk.error.HostException;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.limit.BandwidthLimit;
import io.ipdk.limit.IopsLimit;
import io.ipdk.nativeaccess.spdk.SpdkClient;
import io.ipdk.nativeaccess.spdk.bdev.QosLimits;
import io.ipdk.nativeaccess.spdk.rpc.SpdkErrorKind;
import io.ipdk.nativeaccess.spdk.rpc.SpdkException;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.Iops;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A disk's limits as SPDK enforces them: whole thousands of IOPS, whole MiB/s, bursts of its own. Immutable. */
final class SpdkLimits {
    private static final int MIB_SHIFT = 20;
    private static final long PAUSE_MILLIS = 100;

    private SpdkLimits() {}

    /**
     * @throws InvalidSpecException there is a limit that SPDK has not
     */
    static void validate(DiskLimits limits) {
        require("readIops", limits.readIops());
        require("writeIops", limits.writeIops());
    }

    private static void require(String field, IopsLimit limit) {
        if (!limit.isUnlimited()) {
            throw new InvalidSpecException(
                    field, limit, "unlimited with SPDK", "SPDK counts reads and writes together: limit totalIops");
        }
    }

    static QosLimits wanted(DiskLimits limits) {
        return new QosLimits(
                        limits.totalIops().rate().perSecond(),
                        mib(limits.totalBandwidth()),
                        mib(limits.readBandwidth()),
                        mib(limits.writeBandwidth()))
                .effective();
    }

    /** Rounded up, as SPDK does with IOPS. */
    private static long mib(BandwidthLimit limit) {
        return (limit.rate().toBytesPerSecond() + (1 << MIB_SHIFT) - 1) >> MIB_SHIFT;
    }

    /** What is in force, in the SDK's units. */
    static DiskLimits inForce(QosLimits limits) {
        return DiskLimits.UNLIMITED
                .withTotalIops(limits.iops() == 0 ? IopsLimit.UNLIMITED : IopsLimit.of(new Iops(limits.iops())))
                .withTotalBandwidth(bandwidth(limits.mibPerSecond()))
                .withReadBandwidth(bandwidth(limits.readMibPerSecond()))
                .withWriteBandwidth(bandwidth(limits.writeMibPerSecond()));
    }

    private static BandwidthLimit bandwidth(long mib) {
        return mib == 0 ? BandwidthLimit.UNLIMITED : BandwidthLimit.of(Bandwidth.bytesPerSecond(mib << MIB_SHIFT));
    }

    /**
     * Puts limits into force, if they are not yet. Some releases refuse a second change for a while, or for as long as
     * nobody uses the device.
     *
     * @param patience how long to ask again and again
     * @return what is in force then
     * @throws HostException SPDK refused to the end; the former limits are in force
     */
    static QosLimits set(SpdkClient spdk, String bdev, DiskLimits limits, Duration patience) {
        QosLimits wanted = wanted(limits);
        QosLimits present = spdk.limits().get(bdev);
        long deadline = System.nanoTime() + patience.toNanos();
        while (!present.equals(wanted)) {
            try {
                spdk.limits().set(bdev, wanted);
                return spdk.limits().get(bdev);
            } catch (SpdkException e) {
                if (e.kind() != SpdkErrorKind.TRY_AGAIN) {
                    throw e;
                }
                if (System.nanoTime() - deadline > 0) {
                    throw refused(bdev, wanted, present, e);
                }
                pause();
            }
            present = spdk.limits().get(bdev);
        }
        return present;
    }

    private static HostException refused(String bdev, QosLimits wanted, QosLimits present, SpdkException cause) {
        return new HostException(
                "SPDK refuses to change the limits of " + bdev + " from " + inForce(present) + " to " + inForce(wanted)
                        + " again and again",
                "releases from 25.09 on change limits once, and then only while a guest uses the disk (SPDK's issue 3768):"
                        + " ask again when it does, or restart spdk_tgt",
                true,
                cause);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException("interrupted while SPDK changes limits", "ask again", true, e);
        }
    }
}
