package io.ipdk.nativeaccess.spdk.nvmf;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The NVMe-oF target of one SPDK: transports, subsystems, their namespaces, listeners and hosts.
 *
 * <p>Thread-safe.
 */
public final class NvmfTarget {

    private final RpcClient rpc;

    public NvmfTarget(RpcClient rpc) {
        this.rpc = rpc;
    }

    /** Makes a transport ready; once each. */
    public void createTransport(NvmfTransportSpec spec) {
        rpc.await(createTransportAsync(spec));
    }

    /** As {@link #createTransport}, without waiting. */
    public CompletableFuture<Void> createTransportAsync(NvmfTransportSpec spec) {
        return rpc.callAsync(spec.request(), RpcResults::done);
    }

    /** The types of the transports that are ready. */
    public List<String> transports() {
        return rpc.await(transportsAsync());
    }

    /** As {@link #transports}, without waiting. */
    public CompletableFuture<List<String>> transportsAsync() {
        return rpc.callAsync(
                RpcRequest.of("nvmf_get_transports"),
                RpcResults.list(node -> node.path("trtype").asText()));
    }

    /** Makes a subsystem. */
    public void createSubsystem(NvmfSubsystemSpec spec) {
        rpc.await(createSubsystemAsync(spec));
    }

    /** As {@link #createSubsystem}, without waiting. */
    public CompletableFuture<Void> createSubsystemAsync(NvmfSubsystemSpec spec) {
        return rpc.callAsync(spec.request(), RpcResults::done);
    }

    /** All subsystems, the one for discovery among them. */
    public List<NvmfSubsystemInfo> subsystems() {
        return rpc.await(subsystemsAsync());
    }

    /** As {@link #subsystems}, without waiting. */
    public CompletableFuture<List<NvmfSubsystemInfo>> subsystemsAsync() {
        return rpc.callAsync(RpcRequest.of("nvmf_get_subsystems"), RpcResults.list(NvmfSubsystemInfo::read));
    }

    /** Removes a subsystem. */
    public void deleteSubsystem(String nqn) {
        rpc.await(deleteSubsystemAsync(nqn));
    }

    /** As {@link #deleteSubsystem}, without waiting. */
    public CompletableFuture<Void> deleteSubsystemAsync(String nqn) {
        return rpc.callAsync(RpcRequest.of("nvmf_delete_subsystem").with("nqn", nqn), RpcResults::done);
    }

    /**
     * Gives a block device to a subsystem.
     *
     * @return the namespace's number
     */
    public int addNamespace(String nqn, String bdev) {
        return rpc.await(addNamespaceAsync(nqn, bdev));
    }

    /** As {@link #addNamespace}, without waiting. */
    public CompletableFuture<Integer> addNamespaceAsync(String nqn, String bdev) {
        return rpc.callAsync(
                RpcRequest.of("nvmf_subsystem_add_ns").with("nqn", nqn).with("namespace", Map.of("bdev_name", bdev)),
                JsonNode::asInt);
    }

    /** Takes a namespace out of a subsystem. */
    public void removeNamespace(String nqn, int namespace) {
        rpc.await(removeNamespaceAsync(nqn, namespace));
    }

    /** As {@link #removeNamespace}, without waiting. */
    public CompletableFuture<Void> removeNamespaceAsync(String nqn, int namespace) {
        return rpc.callAsync(
                RpcRequest.of("nvmf_subsystem_remove_ns").with("nqn", nqn).with("nsid", namespace), RpcResults::done);
    }

    /** Lets a subsystem be reached at an address. */
    public void addListener(String nqn, NvmfAddress address) {
        rpc.await(addListenerAsync(nqn, address));
    }

    /** As {@link #addListener}, without waiting. */
    public CompletableFuture<Void> addListenerAsync(String nqn, NvmfAddress address) {
        return rpc.callAsync(
                RpcRequest.of("nvmf_subsystem_add_listener").with("nqn", nqn).with("listen_address", address.json()),
                RpcResults::done);
    }

    /** Takes an address away from a subsystem. */
    public void removeListener(String nqn, NvmfAddress address) {
        rpc.await(removeListenerAsync(nqn, address));
    }

    /** As {@link #removeListener}, without waiting. */
    public CompletableFuture<Void> removeListenerAsync(String nqn, NvmfAddress address) {
        return rpc.callAsync(
                RpcRequest.of("nvmf_subsystem_remove_listener").with("nqn", nqn).with("listen_address", address.json()),
                RpcResults::done);
    }

    /** Lets a host, by its NQN, attach. */
    public void addHost(String nqn, String hostNqn) {
        rpc.await(addHostAsync(nqn, hostNqn));
    }

    /** As {@link #addHost}, without waiting. */
    public CompletableFuture<Void> addHostAsync(String nqn, String hostNqn) {
        return rpc.callAsync(
                RpcRequest.of("nvmf_subsystem_add_host").with("nqn", nqn).with("host", hostNqn), RpcResults::done);
    }

    /** Lets a host attach no more. */
    public void removeHost(String nqn, String hostNqn) {
        rpc.await(removeHostAsync(nqn, hostNqn));
    }

    /** As {@link #removeHost}, without waiting. */
    public CompletableFuture<Void> removeHostAsync(String nqn, String hostNqn) {
        return rpc.callAsync(
                RpcRequest.of("nvmf_subsystem_remove_host").with("nqn", nqn).with("host", hostNqn), RpcResults::done);
    }

    /** Lets any host attach, or only the ones that were added. */
    public void allowAnyHost(String nqn, boolean allow) {
        rpc.await(allowAnyHostAsync(nqn, allow));
    }

    /** As {@link #allowAnyHost}, without waiting. */
    public CompletableFuture<Void> allowAnyHostAsync(String nqn, boolean allow) {
        return rpc.callAsync(
                RpcRequest.of("nvmf_subsystem_allow_any_host").with("nqn", nqn).with("allow_any_host", allow),
                RpcResults::done);
    }
}
