package io.ipdk.nativeaccess.spdk.bdev;

import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import java.util.concurrent.CompletableFuture;

/**
 * Block devices that are slow or fail on purpose, on top of others; for tests.
 *
 * <p>Thread-safe.
 */
public final class FaultyBdevs {

    private final RpcClient rpc;

    public FaultyBdevs(RpcClient rpc) {
        this.rpc = rpc;
    }

    /**
     * Makes a slow view of a block device.
     *
     * @return its name
     */
    public String createDelay(String base, String name, DelaySpec delay) {
        return rpc.await(createDelayAsync(base, name, delay));
    }

    /** As {@link #createDelay}, without waiting. */
    public CompletableFuture<String> createDelayAsync(String base, String name, DelaySpec delay) {
        return rpc.callAsync(
                delay.addTo(RpcRequest.of("bdev_delay_create")
                        .with("base_bdev_name", base)
                        .with("name", name)),
                RpcResults::text);
    }

    /** Removes it; the block device under it stays. */
    public void deleteDelay(String name) {
        rpc.await(deleteDelayAsync(name));
    }

    /** As {@link #deleteDelay}, without waiting. */
    public CompletableFuture<Void> deleteDelayAsync(String name) {
        return rpc.callAsync(RpcRequest.of("bdev_delay_delete").with("name", name), RpcResults::done);
    }

    /** Makes a view of a block device that can fail, named {@code EE_} and the base's name. */
    public void createError(String base) {
        rpc.await(createErrorAsync(base));
    }

    /** As {@link #createError}, without waiting. */
    public CompletableFuture<Void> createErrorAsync(String base) {
        return rpc.callAsync(RpcRequest.of("bdev_error_create").with("base_name", base), RpcResults::done);
    }

    /**
     * Makes the next requests of one kind fail.
     *
     * @param name with {@code EE_}
     */
    public void inject(String name, InjectedError error) {
        rpc.await(injectAsync(name, error));
    }

    /** As {@link #inject}, without waiting. */
    public CompletableFuture<Void> injectAsync(String name, InjectedError error) {
        return rpc.callAsync(
                error.addTo(RpcRequest.of("bdev_error_inject_error").with("name", name)), RpcResults::done);
    }

    /** Removes it, by its name with {@code EE_}; the block device under it stays. */
    public void deleteError(String name) {
        rpc.await(deleteErrorAsync(name));
    }

    /** As {@link #deleteError}, without waiting. */
    public CompletableFuture<Void> deleteErrorAsync(String name) {
        return rpc.callAsync(RpcRequest.of("bdev_error_delete").with("name", name), RpcResults::done);
    }
}
