package io.ipdk.nativeaccess.spdk.lvol;

import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.SpdkVersion;
import io.ipdk.unit.DataSize;
import java.util.Objects;

/**
 * A volume to make.
 *
 * <p>Immutable.
 *
 * @param store the store's name
 * @param name the volume's name, unique in its store
 * @param size above zero; SPDK rounds it up to whole clusters
 * @param thin whether clusters are taken when they are first written
 * @param clear what becomes of its content when it is deleted
 */
public record LvolSpec(String store, String name, DataSize size, boolean thin, LvolClearMethod clear) {
    private static final SpdkVersion SIZE_IN_MIB = SpdkVersion.of(23, 5);

    public LvolSpec {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(clear, "clear");
        if (size.bytes() == 0) {
            throw new IllegalArgumentException("volume " + store + "/" + name + " has no size; give it one above zero");
        }
    }

    /** A thin volume. */
    public static LvolSpec thin(String store, String name, DataSize size) {
        return new LvolSpec(store, name, size, true, LvolClearMethod.DEFAULT);
    }

    /** A volume that has all its clusters from the start. */
    public static LvolSpec thick(String store, String name, DataSize size) {
        return new LvolSpec(store, name, size, false, LvolClearMethod.DEFAULT);
    }

    public LvolSpec withClear(LvolClearMethod method) {
        return new LvolSpec(store, name, size, thin, method);
    }

    /** What the volume is called in other calls. */
    public String alias() {
        return store + "/" + name;
    }

    RpcRequest request(SpdkVersion version) {
        RpcRequest request = RpcRequest.of("bdev_lvol_create")
                .with("lvol_name", name)
                .with("lvs_name", store)
                .with("thin_provision", thin)
                .maybe("clear_method", clear.parameter());
        return sized(version, request, size);
    }

    static RpcRequest resize(SpdkVersion version, String volume, DataSize size) {
        return sized(version, RpcRequest.of("bdev_lvol_resize").with("name", volume), size);
    }

    /** Bytes until 23.05, then MiB. */
    private static RpcRequest sized(SpdkVersion version, RpcRequest request, DataSize size) {
        long mib = (size.bytes() + (1 << 20) - 1) >> 20;
        return version.isAtLeast(SIZE_IN_MIB) ? request.with("size_in_mib", mib) : request.with("size", mib << 20);
    }
}
