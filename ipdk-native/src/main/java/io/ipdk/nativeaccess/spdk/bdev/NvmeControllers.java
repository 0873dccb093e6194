package io.ipdk.nativeaccess.spdk.bdev;

import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * NVMe controllers that SPDK drives itself: local ones, by their PCI address, and remote ones over fabrics. Each namespace becomes a
 * block device.
 *
 * <p>Thread-safe.
 */
public final class NvmeControllers {

    private final RpcClient rpc;

    public NvmeControllers(RpcClient rpc) {
        this.rpc = rpc;
    }

    /**
     * Attaches a controller.
     *
     * @return the names of the block devices, one a namespace
     */
    public List<String> attach(NvmeControllerSpec spec) {
        return rpc.await(attachAsync(spec));
    }

    /** As {@link #attach}, without waiting. */
    public CompletableFuture<List<String>> attachAsync(NvmeControllerSpec spec) {
        return rpc.callAsync(spec.request(), RpcResults.list(RpcResults::text));
    }

    /** Lets go of a controller, with its block devices. */
    public void detach(String name) {
        rpc.await(detachAsync(name));
    }

    /** As {@link #detach}, without waiting. */
    public CompletableFuture<Void> detachAsync(String name) {
        return rpc.callAsync(RpcRequest.of("bdev_nvme_detach_controller").with("name", name), RpcResults::done);
    }

    /** The names of all controllers. */
    public List<String> list() {
        return rpc.await(listAsync());
    }

    /** As {@link #list}, without waiting. */
    public CompletableFuture<List<String>> listAsync() {
        return rpc.callAsync(
                RpcRequest.of("bdev_nvme_get_controllers"),
                RpcResults.list(node -> node.path("name").asText()));
    }
}
