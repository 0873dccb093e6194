package io.ipdk.nativeaccess.spdk.vhost;

import io.ipdk.error.NotFoundException;
import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * vhost-user-blk controllers: each is a socket that a hypervisor, or a front end of this SDK, connects to.
 *
 * <p>Thread-safe.
 */
public final class VhostControllers {

    private final RpcClient rpc;

    public VhostControllers(RpcClient rpc) {
        this.rpc = rpc;
    }

    /** Makes a controller; its socket is there when this returns. */
    public void createBlk(VhostBlkSpec spec) {
        rpc.await(createBlkAsync(spec));
    }

    /** As {@link #createBlk}, without waiting. */
    public CompletableFuture<Void> createBlkAsync(VhostBlkSpec spec) {
        return rpc.callAsync(spec.request(), RpcResults::done);
    }

    /** All controllers. */
    public List<VhostControllerInfo> list() {
        return rpc.await(listAsync());
    }

    /** As {@link #list}, without waiting. */
    public CompletableFuture<List<VhostControllerInfo>> listAsync() {
        return rpc.callAsync(RpcRequest.of("vhost_get_controllers"), RpcResults.list(VhostControllerInfo::read));
    }

    /**
     * One controller.
     *
     * @throws NotFoundException if there is none
     */
    public VhostControllerInfo get(String name) {
        return rpc.await(getAsync(name));
    }

    /** As {@link #get}, without waiting. */
    public CompletableFuture<VhostControllerInfo> getAsync(String name) {
        return rpc.callAsync(RpcRequest.of("vhost_get_controllers").with("name", name), VhostControllerInfo::only);
    }

    /**
     * Lets SPDK gather interrupts.
     *
     * @param delay most time an interrupt waits, in microseconds; zero for none
     * @param iopsThreshold the rate under which none waits
     */
    public void setCoalescing(String name, Duration delay, int iopsThreshold) {
        rpc.await(setCoalescingAsync(name, delay, iopsThreshold));
    }

    /** As {@link #setCoalescing}, without waiting. */
    public CompletableFuture<Void> setCoalescingAsync(String name, Duration delay, int iopsThreshold) {
        return rpc.callAsync(
                RpcRequest.of("vhost_controller_set_coalescing")
                        .with("ctrlr", name)
                        .with("delay_base_us", delay.toNanos() / 1000)
                        .with("iops_threshold", iopsThreshold),
                RpcResults::done);
    }

    /** Removes a controller and its socket. Its block device stays. */
    public void delete(String name) {
        rpc.await(deleteAsync(name));
    }

    /** As {@link #delete}, without waiting. */
    public CompletableFuture<Void> deleteAsync(String name) {
        return rpc.callAsync(RpcRequest.of("vhost_delete_controller").with("ctrlr", name), RpcResults::done);
    }

    /** The controller of that name, if it is there. */
    public Optional<VhostControllerInfo> find(String name) {
        try {
            return Optional.of(get(name));
        } catch (NotFoundException absent) {
            return Optional.empty();
        }
    }
}
