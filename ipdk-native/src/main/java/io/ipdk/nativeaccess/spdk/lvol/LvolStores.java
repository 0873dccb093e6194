package io.ipdk.nativeaccess.spdk.lvol;

import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Stores that block devices are formatted with, to be cut into volumes.
 *
 * <p>Thread-safe.
 */
public final class LvolStores {

    private final RpcClient rpc;

    public LvolStores(RpcClient rpc) {
        this.rpc = rpc;
    }

    /**
     * Formats a block device. What was on it is lost.
     *
     * @return the store's UUID
     */
    public String create(LvolStoreSpec spec) {
        return rpc.await(createAsync(spec));
    }

    /** As {@link #create}, without waiting. */
    public CompletableFuture<String> createAsync(LvolStoreSpec spec) {
        return rpc.callAsync(spec.request(), RpcResults::text);
    }

    /** All stores. */
    public List<LvolStoreInfo> list() {
        return rpc.await(listAsync());
    }

    /** As {@link #list}, without waiting. */
    public CompletableFuture<List<LvolStoreInfo>> listAsync() {
        return rpc.callAsync(RpcRequest.of("bdev_lvol_get_lvstores"), RpcResults.list(LvolStoreInfo::read));
    }

    /** Gives a store another name. */
    public void rename(String name, String newName) {
        rpc.await(renameAsync(name, newName));
    }

    /** As {@link #rename}, without waiting. */
    public CompletableFuture<Void> renameAsync(String name, String newName) {
        return rpc.callAsync(
                RpcRequest.of("bdev_lvol_rename_lvstore").with("old_name", name).with("new_name", newName),
                RpcResults::done);
    }

    /** Lets a store take up what its block device has grown by. */
    public void grow(String name) {
        rpc.await(growAsync(name));
    }

    /** As {@link #grow}, without waiting. */
    public CompletableFuture<Void> growAsync(String name) {
        return rpc.callAsync(RpcRequest.of("bdev_lvol_grow_lvstore").with("lvs_name", name), RpcResults::done);
    }

    /** Deletes a store with all its volumes. */
    public void delete(String name) {
        rpc.await(deleteAsync(name));
    }

    /** As {@link #delete}, without waiting. */
    public CompletableFuture<Void> deleteAsync(String name) {
        return rpc.callAsync(RpcRequest.of("bdev_lvol_delete_lvstore").with("lvs_name", name), RpcResults::done);
    }

    /** The store of that name. */
    public Optional<LvolStoreInfo> find(String name) {
        return list().stream().filter(store -> store.name().equals(name)).findFirst();
    }
}
