package io.ipdk.nativeaccess.spdk.bdev;

import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import java.util.concurrent.CompletableFuture;

/**
 * Rate limits of block devices. A limit applies to all users of the device together.
 *
 * <p>SPDK rounds I/O rates up to whole thousands and knows bandwidth in MiB/s; {@link #get} tells what is in force. Some releases (25.09,
 * 26.09-pre) refuse a second change with {@link io.ipdk.nativeaccess.spdk.rpc.SpdkErrorKind#TRY_AGAIN} for as long as nobody uses the device
 * (SPDK's issue 3768).
 *
 * <p>Thread-safe.
 */
public final class BdevLimits {

    private final RpcClient rpc;

    public BdevLimits(RpcClient rpc) {
        this.rpc = rpc;
    }

    /**
     * Sets all four limits.
     *
     * @throws io.ipdk.nativeaccess.spdk.rpc.SpdkException with TRY_AGAIN where they cannot be changed at this moment
     */
    public void set(String bdev, QosLimits limits) {
        rpc.await(setAsync(bdev, limits));
    }

    /** As {@link #set}, without waiting. */
    public CompletableFuture<Void> setAsync(String bdev, QosLimits limits) {
        return rpc.callAsync(limits.request(bdev), RpcResults::done);
    }

    /** The limits in force. */
    public QosLimits get(String bdev) {
        return rpc.await(getAsync(bdev));
    }

    /** As {@link #get}, without waiting. */
    public CompletableFuture<QosLimits> getAsync(String bdev) {
        return rpc.callAsync(
                RpcRequest.of("bdev_get_bdevs").with("name", bdev),
                node -> BdevInfo.only(node).limits());
    }
}
