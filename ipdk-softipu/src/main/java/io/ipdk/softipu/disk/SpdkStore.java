package io.ipdk.softipu.disk;

import io.ipdk.disk.DiskBackend;
import io.ipdk.disk.VirtualDiskSpec;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.error.IpdkException;
import io.ipdk.error.NotFoundException;
import io.ipdk.error.StorageException;
import io.ipdk.nativeaccess.spdk.SpdkClient;
import io.ipdk.nativeaccess.spdk.bdev.BdevInfo;
import io.ipdk.nativeaccess.spdk.lvol.LvolClearMethod;
import io.ipdk.nativeaccess.spdk.lvol.LvolSpec;
import io.ipdk.unit.DataSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What SPDK keeps a disk's blocks in: a volume, or a block device that is there already. Immutable. */
final class SpdkStore {
    private final DiskBackend backend;

    private SpdkStore(DiskBackend backend) {
        this.backend = backend;
    }

    static boolean isMeantBy(VirtualDiskSpec spec) {
        return spec.backend() instanceof DiskBackend.SpdkVolume || spec.backend() instanceof DiskBackend.SpdkBdev;
    }

    static SpdkStore of(VirtualDiskSpec spec) {
        return new SpdkStore(spec.backend());
    }

    Path rpcSocket() {
        return backend instanceof DiskBackend.SpdkVolume volume
                ? volume.rpcSocket()
                : ((DiskBackend.SpdkBdev) backend).rpcSocket();
    }

    /** Its name in SPDK. */
    String bdev() {
        return backend instanceof DiskBackend.SpdkVolume volume
                ? volume.store() + "/" + volume.volume()
                : ((DiskBackend.SpdkBdev) backend).bdev();
    }

    /** What can be seen to be wrong without changing anything. */
    static List<String> problems(VirtualDiskSpec spec) {
        SpdkStore store = of(spec);
        try (SpdkClient spdk = SpdkClient.open(store.rpcSocket())) {
            return store.problems(spdk);
        } catch (IpdkException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private List<String> problems(SpdkClient spdk) {
        if (backend instanceof DiskBackend.SpdkVolume volume
                && spdk.lvolStores().find(volume.store()).isEmpty()) {
            return List.of("SPDK has no store " + volume.store());
        }
        return backend instanceof DiskBackend.SpdkBdev
                        && spdk.bdevs().find(bdev()).isEmpty()
                ? List.of("SPDK has no block device " + bdev())
                : List.of();
    }

    /**
     * Makes the volume if it is not there.
     *
     * @return whether it was made
     */
    boolean create(SpdkClient spdk, VirtualDiskSpec spec) {
        if (!(backend instanceof DiskBackend.SpdkVolume volume)
                || spdk.bdevs().find(bdev()).isPresent()) {
            return false;
        }
        if (spec.size().bytes() == 0) {
            throw new NotFoundException(
                    "SPDK has no volume " + bdev() + " whose size a disk could take", "give a size, to have it made");
        }
        if (spec.readOnly()) {
            throw new NotFoundException(
                    "SPDK has no volume " + bdev() + ", and a new one has nothing to read", "check the name");
        }
        spdk.lvols()
                .create(new LvolSpec(
                        volume.store(), volume.volume(), spec.size(), volume.thin(), LvolClearMethod.DEFAULT));
        return true;
    }

    /** Deletes the volume, which {@link #create} has made a moment ago. */
    void delete(SpdkClient spdk) {
        spdk.lvols().delete(bdev());
    }

    /**
     * Brings what is there to the wanted size.
     *
     * @throws StorageException it is larger, or cannot grow
     * @throws InvalidSpecException its blocks are of another size
     */
    BdevInfo fit(SpdkClient spdk, VirtualDiskSpec spec) {
        BdevInfo present = spdk.bdevs().get(bdev());
        if (present.blockSize() != spec.logicalBlockSize()) {
            throw new InvalidSpecException(
                    "logicalBlockSize", spec.logicalBlockSize(), present.blockSize() + ", which " + bdev() + " has");
        }
        DataSize wanted = spec.size();
        if (wanted.bytes() == 0 || wanted.equals(present.size())) {
            return present;
        }
        if (wanted.compareTo(present.size()) > 0 && backend instanceof DiskBackend.SpdkVolume && !spec.readOnly()) {
            spdk.lvols().resize(bdev(), wanted);
            return spdk.bdevs().get(bdev());
        }
        if (backend instanceof DiskBackend.SpdkVolume volume && isRoundedUp(spdk, volume, wanted, present.size())) {
            return present;
        }
        throw new StorageException(
                bdev() + " of SPDK holds " + present.size() + ", asked for " + wanted,
                "ask for its own size with sizeOfFile(), or change it in SPDK");
    }

    /** Volumes are made of whole clusters. */
    private static boolean isRoundedUp(
            SpdkClient spdk, DiskBackend.SpdkVolume volume, DataSize wanted, DataSize present) {
        Optional<DataSize> cluster = spdk.lvolStores().find(volume.store()).map(store -> store.clusterSize());
        return cluster.isPresent()
                && present.compareTo(wanted) > 0
                && present.bytes() - wanted.bytes() < cluster.get().bytes();
    }
}
