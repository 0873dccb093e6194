package io.ipdk.disk;

import io.ipdk.device.DeviceSpec;
import io.ipdk.device.FieldDifference;
import io.ipdk.device.SpecDiff;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.limit.BandwidthLimit;
import io.ipdk.limit.IopsLimit;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.DataSize;
import io.ipdk.unit.Iops;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What an application wants a virtual disk to be. The limits change live, and the size can grow live; the rest is fixed
 * from plug to unplug.
 *
 * <p>Immutable.
 *
 * @param host which of the IPU's hosts gets the disk; empty = the only one
 * @param backend where the blocks are kept
 * @param serial up to 20 printable ASCII characters that the host reads as the disk's serial; empty = the disk's name
 * @param size capacity, a multiple of the logical block size; 0 = as large as the raw file is. A file that is smaller
 *     grows to it, one that is larger is refused
 * @param logicalBlockSize 512 or 4096 bytes, the smallest unit the host may read or write
 * @param queues request queues, 1 or more
 * @param readOnly whether the host may only read
 * @param limits what is enforced
 * @param bootOrder the firmware's order among the devices it may boot from, 1 first; 0 = not for booting
 */
public record VirtualDiskSpec(
        String host,
        DiskBackend backend,
        String serial,
        DataSize size,
        int logicalBlockSize,
        int queues,
        boolean readOnly,
        DiskLimits limits,
        int bootOrder)
        implements DeviceSpec<VirtualDiskSpec, VirtualDiskSpec.Builder> {

    private static final int MAX_SERIAL = 20;

    private static final VirtualDiskSpec DEFAULTS =
            new VirtualDiskSpec("", DiskBackend.memory(), "", DataSize.gib(1), 512, 1, false, DiskLimits.UNLIMITED, 0);

    public VirtualDiskSpec {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(size, "size");
        Objects.requireNonNull(limits, "limits");
        if (serial.length() > MAX_SERIAL || !serial.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw new InvalidSpecException("serial", "'" + serial + "'", "up to 20 printable ASCII characters");
        }
        if (logicalBlockSize != 512 && logicalBlockSize != 4096) {
            throw new InvalidSpecException("logicalBlockSize", logicalBlockSize, "512 or 4096 bytes");
        }
        if (size.bytes() % logicalBlockSize != 0) {
            throw new InvalidSpecException(
                    "size",
                    size + " (" + size.bytes() + " bytes)",
                    "a multiple of the logical block size, " + logicalBlockSize + " bytes");
        }
        if (size.bytes() == 0 && !backend.mayExist()) {
            throw new InvalidSpecException(
                    "size",
                    size,
                    "above 0 for a disk in " + backend,
                    "only what is there already, a raw file or SPDK's, brings its own size");
        }
        if (readOnly && !backend.mayExist()) {
            throw new InvalidSpecException(
                    "readOnly",
                    true,
                    "only with what is there already: a new disk in " + backend + " has nothing to read");
        }
        if (queues < 1) {
            throw new InvalidSpecException("queues", queues, "1 or more");
        }
        if (bootOrder < 0) {
            throw new InvalidSpecException("bootOrder", bootOrder, "0 (not for booting) or more");
        }
    }

    /** 1 GiB in memory, 512-byte blocks, one queue, no limits. */
    public static VirtualDiskSpec defaults() {
        return DEFAULTS;
    }

    /** The defaults changed by the given steps. */
    public static VirtualDiskSpec of(Consumer<? super Builder> steps) {
        return DEFAULTS.with(steps);
    }

    /** This spec changed by the given steps. */
    public VirtualDiskSpec with(Consumer<? super Builder> steps) {
        Builder builder = toBuilder();
        steps.accept(builder);
        return builder.build();
    }

    @Override
    public Builder toBuilder() {
        return new Builder(this);
    }

    @Override
    public List<FieldDifference> differences(VirtualDiskSpec wanted) {
        boolean grows = wanted.size.compareTo(size) >= 0;
        SpecDiff<VirtualDiskSpec> diff = new SpecDiff<>(this, wanted)
                .fixed("host", VirtualDiskSpec::host)
                .fixed("backend", VirtualDiskSpec::backend)
                .fixed("serial", VirtualDiskSpec::serial);
        return (grows ? diff.live("size", VirtualDiskSpec::size) : diff.fixed("size", VirtualDiskSpec::size))
                .fixed("logicalBlockSize", VirtualDiskSpec::logicalBlockSize)
                .fixed("queues", VirtualDiskSpec::queues)
                .fixed("readOnly", VirtualDiskSpec::readOnly)
                .live("limits", VirtualDiskSpec::limits)
                .fixed("bootOrder", VirtualDiskSpec::bootOrder)
                .differences();
    }

    /** Confined to one thread (the one that builds). */
    public static final class Builder {

        private String host;
        private DiskBackend backend;
        private String serial;
        private DataSize size;
        private int logicalBlockSize;
        private int queues;
        private boolean readOnly;
        private DiskLimits limits;
        private int bootOrder;

        private Builder(VirtualDiskSpec from) {
            host = from.host;
            backend = from.backend;
            serial = from.serial;
            size = from.size;
            logicalBlockSize = from.logicalBlockSize;
            queues = from.queues;
            readOnly = from.readOnly;
            limits = from.limits;
            bootOrder = from.bootOrder;
        }

        public Builder host(String host) {
            this.host = host;
            return this;
        }

        public Builder backend(DiskBackend backend) {
            this.backend = backend;
            return this;
        }

        /** As {@link #backend}; reads well with {@link DiskBackend#spdk}. */
        public Builder backedBy(DiskBackend backend) {
            return backend(backend);
        }

        public Builder serial(String serial) {
            this.serial = serial;
            return this;
        }

        public Builder size(DataSize size) {
            this.size = size;
            return this;
        }

        /** Takes the size from the raw file, or from what SPDK has. */
        public Builder sizeOfFile() {
            return size(DataSize.ZERO);
        }

        public Builder logicalBlockSize(int bytes) {
            this.logicalBlockSize = bytes;
            return this;
        }

        public Builder queues(int queues) {
            this.queues = queues;
            return this;
        }

        public Builder readOnly(boolean readOnly) {
            this.readOnly = readOnly;
            return this;
        }

        public Builder limits(DiskLimits limits) {
            this.limits = limits;
            return this;
        }

        /** Limits reads and writes together, with the burst of {@link IopsLimit#of}; leaves the other limits as they are. */
        public Builder totalIops(Iops rate) {
            return limits(limits.withTotalIops(IopsLimit.of(rate)));
        }

        /** Limits reads and writes together, with the burst of {@link BandwidthLimit#of}; leaves the others as they are. */
        public Builder totalBandwidth(Bandwidth rate) {
            return limits(limits.withTotalBandwidth(BandwidthLimit.of(rate)));
        }

        public Builder bootOrder(int bootOrder) {
            this.bootOrder = bootOrder;
            return this;
        }

        public VirtualDiskSpec build() {
            return new VirtualDiskSpec(
                    host, backend, serial, size, logicalBlockSize, queues, readOnly, limits, bootOrder);
        }
    }
}
