package io.ipdk.nativeaccess.spdk.bdev;

import io.ipdk.error.NotFoundException;
import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The block devices of one SPDK, whatever they are made of.
 *
 * <p>Thread-safe.
 */
public final class Bdevs {

    private final RpcClient rpc;

    public Bdevs(RpcClient rpc) {
        this.rpc = rpc;
    }

    /** All block devices. */
    public List<BdevInfo> list() {
        return rpc.await(listAsync());
    }

    /** As {@link #list}, without waiting. */
    public CompletableFuture<List<BdevInfo>> listAsync() {
        return rpc.callAsync(RpcRequest.of("bdev_get_bdevs"), RpcResults.list(BdevInfo::read));
    }

    /**
     * One block device, by its name or an alias.
     *
     * @throws NotFoundException if there is none
     */
    public BdevInfo get(String name) {
        return rpc.await(getAsync(name));
    }

    /** As {@link #get}, without waiting. */
    public CompletableFuture<BdevInfo> getAsync(String name) {
        return rpc.callAsync(RpcRequest.of("bdev_get_bdevs").with("name", name), BdevInfo::only);
    }

    /**
     * Waits until a block device is there.
     *
     * @param timeout to the millisecond; less than what the client allows each call
     * @throws NotFoundException if it does not appear in time
     */
    public BdevInfo awaitPresent(String name, Duration timeout) {
        return rpc.await(awaitPresentAsync(name, timeout));
    }

    /** As {@link #awaitPresent}, without waiting. */
    public CompletableFuture<BdevInfo> awaitPresentAsync(String name, Duration timeout) {
        return rpc.callAsync(
                RpcRequest.of("bdev_get_bdevs").with("name", name).with("timeout", timeout.toMillis()), BdevInfo::only);
    }

    /** One block device, by its name or an alias, if it is there. */
    public Optional<BdevInfo> find(String name) {
        try {
            return Optional.of(get(name));
        } catch (NotFoundException absent) {
            return Optional.empty();
        }
    }
}
