package io.ipdk.nativeaccess.spdk.lvol;

import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import io.ipdk.unit.DataSize;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The volumes of lvol stores. A volume is named {@code store/volume}; its UUID names it too.
 *
 * <p>Thread-safe.
 */
public final class LogicalVolumes {

    private final RpcClient rpc;

    public LogicalVolumes(RpcClient rpc) {
        this.rpc = rpc;
    }

    /**
     * Makes a volume.
     *
     * @return its UUID
     */
    public String create(LvolSpec spec) {
        return rpc.await(createAsync(spec));
    }

    /** As {@link #create}, without waiting. */
    public CompletableFuture<String> createAsync(LvolSpec spec) {
        return rpc.callAsync(target -> spec.request(target.version()), RpcResults::text);
    }

    /** All volumes of a store, snapshots among them. */
    public List<LvolInfo> list(String store) {
        return rpc.await(listAsync(store));
    }

    /** As {@link #list}, without waiting. */
    public CompletableFuture<List<LvolInfo>> listAsync(String store) {
        return rpc.callAsync(
                RpcRequest.of("bdev_lvol_get_lvols").with("lvs_name", store), RpcResults.list(LvolInfo::read));
    }

    /**
     * Gives a volume another size, rounded up to whole clusters. A thin volume may be larger than its store.
     *
     * @param size rounded up to whole MiB
     */
    public void resize(String volume, DataSize size) {
        rpc.await(resizeAsync(volume, size));
    }

    /** As {@link #resize}, without waiting. */
    public CompletableFuture<Void> resizeAsync(String volume, DataSize size) {
        return rpc.callAsync(target -> LvolSpec.resize(target.version(), volume, size), RpcResults::done);
    }

    /**
     * Keeps the present content of a volume under another name in the same store.
     *
     * @return the snapshot's UUID
     */
    public String snapshot(String volume, String snapshotName) {
        return rpc.await(snapshotAsync(volume, snapshotName));
    }

    /** As {@link #snapshot}, without waiting. */
    public CompletableFuture<String> snapshotAsync(String volume, String snapshotName) {
        return rpc.callAsync(
                RpcRequest.of("bdev_lvol_snapshot").with("lvol_name", volume).with("snapshot_name", snapshotName),
                RpcResults::text);
    }

    /**
     * Makes a volume that begins with the content of a snapshot.
     *
     * @return the clone's UUID
     */
    public String clone(String snapshot, String cloneName) {
        return rpc.await(cloneAsync(snapshot, cloneName));
    }

    /** As {@link #clone}, without waiting. */
    public CompletableFuture<String> cloneAsync(String snapshot, String cloneName) {
        return rpc.callAsync(
                RpcRequest.of("bdev_lvol_clone").with("snapshot_name", snapshot).with("clone_name", cloneName),
                RpcResults::text);
    }

    /** Gives a volume all its clusters, so that it depends on no snapshot. */
    public void inflate(String volume) {
        rpc.await(inflateAsync(volume));
    }

    /** As {@link #inflate}, without waiting. */
    public CompletableFuture<Void> inflateAsync(String volume) {
        return rpc.callAsync(RpcRequest.of("bdev_lvol_inflate").with("name", volume), RpcResults::done);
    }

    /** Copies what a clone shares with its snapshot, so that it depends on it no more and stays thin. */
    public void decoupleParent(String volume) {
        rpc.await(decoupleParentAsync(volume));
    }

    /** As {@link #decoupleParent}, without waiting. */
    public CompletableFuture<Void> decoupleParentAsync(String volume) {
        return rpc.callAsync(RpcRequest.of("bdev_lvol_decouple_parent").with("name", volume), RpcResults::done);
    }

    /** Makes a volume read-only, for good. */
    public void setReadOnly(String volume) {
        rpc.await(setReadOnlyAsync(volume));
    }

    /** As {@link #setReadOnly}, without waiting. */
    public CompletableFuture<Void> setReadOnlyAsync(String volume) {
        return rpc.callAsync(RpcRequest.of("bdev_lvol_set_read_only").with("name", volume), RpcResults::done);
    }

    /** Gives a volume another name in its store. */
    public void rename(String volume, String newName) {
        rpc.await(renameAsync(volume, newName));
    }

    /** As {@link #rename}, without waiting. */
    public CompletableFuture<Void> renameAsync(String volume, String newName) {
        return rpc.callAsync(
                RpcRequest.of("bdev_lvol_rename").with("old_name", volume).with("new_name", newName), RpcResults::done);
    }

    /** Deletes a volume. A snapshot with more than one clone is refused. */
    public void delete(String volume) {
        rpc.await(deleteAsync(volume));
    }

    /** As {@link #delete}, without waiting. */
    public CompletableFuture<Void> deleteAsync(String volume) {
        return rpc.callAsync(RpcRequest.of("bdev_lvol_delete").with("name", volume), RpcResults::done);
    }

    /** The volume {@code store/volume}. */
    public Optional<LvolInfo> find(String store, String volume) {
        return list(store).stream().filter(lvol -> lvol.name().equals(volume)).findFirst();
    }
}
