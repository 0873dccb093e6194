package io.ipdk.nativeaccess.spdk.framework;

import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import io.ipdk.nativeaccess.spdk.rpc.RpcResults;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * SPDK as a process.
 *
 * <p>Thread-safe.
 */
public final class Framework {

    private final RpcClient rpc;

    public Framework(RpcClient rpc) {
        this.rpc = rpc;
    }

    /** Ends the phase before initialisation, in which {@code --wait-for-rpc} leaves SPDK. */
    public void startInit() {
        rpc.await(startInitAsync());
    }

    /** As {@link #startInit}, without waiting. */
    public CompletableFuture<Void> startInitAsync() {
        return rpc.callAsync(RpcRequest.of("framework_start_init"), RpcResults::done);
    }

    /** Waits until initialisation is over. */
    public void waitInit(Duration timeout) {
        rpc.await(waitInitAsync(timeout));
    }

    /** As {@link #waitInit}, without waiting. */
    public CompletableFuture<Void> waitInitAsync(Duration timeout) {
        return rpc.callAsync(RpcRequest.of("framework_wait_init").within(timeout), RpcResults::done);
    }

    /** The names of its subsystems, in the order in which they start. */
    public List<String> subsystems() {
        return rpc.await(subsystemsAsync());
    }

    /** As {@link #subsystems}, without waiting. */
    public CompletableFuture<List<String>> subsystemsAsync() {
        return rpc.callAsync(
                RpcRequest.of("framework_get_subsystems"),
                RpcResults.list(node -> node.path("subsystem").asText()));
    }

    /** Its reactors, one a core, and what runs on them. */
    public Reactors reactors() {
        return rpc.await(reactorsAsync());
    }

    /** As {@link #reactors}, without waiting. */
    public CompletableFuture<Reactors> reactorsAsync() {
        return rpc.callAsync(RpcRequest.of("framework_get_reactors"), Reactors::read);
    }

    /** The methods that may be called in the present phase. */
    public List<String> callableMethods() {
        return rpc.await(callableMethodsAsync());
    }

    /** As {@link #callableMethods}, without waiting. */
    public CompletableFuture<List<String>> callableMethodsAsync() {
        return rpc.callAsync(RpcRequest.of("rpc_get_methods").with("current", true), RpcResults.list(RpcResults::text));
    }
}
