package io.ipdk.nativeaccess.spdk.vhost;

import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.SpdkVersion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A vhost-user-blk controller to make.
 *
 * <p>Immutable.
 *
 * @param name its name, which is also its socket's name in SPDK's vhost directory
 * @param bdev the block device it serves
 * @param readOnly whether the host may only read
 * @param packedRing whether packed rings are offered
 * @param cpuMask the cores that may serve it, hexadecimal; null = all of SPDK's
 */
public record VhostBlkSpec(
        String name,
        String bdev,
        boolean readOnly,
        boolean packedRing,
        @Nullable String cpuMask) {

    public VhostBlkSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(bdev, "bdev");
    }

    /** A controller that may be written to, with split rings, on any core. */
    public static VhostBlkSpec of(String name, String bdev) {
        return new VhostBlkSpec(name, bdev, false, false, null);
    }

    public VhostBlkSpec withReadOnly(boolean value) {
        return new VhostBlkSpec(name, bdev, value, packedRing, cpuMask);
    }

    public VhostBlkSpec withPackedRing(boolean value) {
        return new VhostBlkSpec(name, bdev, readOnly, value, cpuMask);
    }

    public VhostBlkSpec withCpuMask(String value) {
        return new VhostBlkSpec(name, bdev, readOnly, packedRing, value);
    }

    RpcRequest request() {
        return RpcRequest.of("vhost_create_blk_controller")
                .with("ctrlr", name)
                .with("dev_name", bdev)
                .maybe("readonly", readOnly ? true : null)
                .since(SpdkVersion.of(21, 1), "packed_ring", packedRing ? true : null)
                .maybe("cpumask", cpuMask);
    }
}
