package io.ipdk.nativeaccess.spdk.lvol;

import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.unit.DataSize;
import java.util.Objects;

/**
 * A store to make of a block device.
 *
 * <p>Immutable.
 *
 * @param bdev the block device, which the store takes for itself
 * @param name the store's name
 * @param clusterSize what volumes are made of; zero leaves it to SPDK, which takes 4 MiB
 * @param clear what becomes of what is on the device
 */
public record LvolStoreSpec(String bdev, String name, DataSize clusterSize, LvolClearMethod clear) {

    public LvolStoreSpec {
        Objects.requireNonNull(bdev, "bdev");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(clusterSize, "clusterSize");
        Objects.requireNonNull(clear, "clear");
    }

    /** A store with SPDK's cluster size, whose device is discarded first. */
    public static LvolStoreSpec of(String bdev, String name) {
        return new LvolStoreSpec(bdev, name, DataSize.ZERO, LvolClearMethod.DEFAULT);
    }

    public LvolStoreSpec withClusterSize(DataSize size) {
        return new LvolStoreSpec(bdev, name, size, clear);
    }

    public LvolStoreSpec withClear(LvolClearMethod method) {
        return new LvolStoreSpec(bdev, name, clusterSize, method);
    }

    RpcRequest request() {
        return RpcRequest.of("bdev_lvol_create_lvstore")
                .with("bdev_name", bdev)
                .with("lvs_name", name)
                .maybe("cluster_sz", clusterSize.bytes() == 0 ? null : clusterSize.bytes())
                .maybe("clear_method", clear.parameter());
    }
}
