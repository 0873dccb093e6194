package io.ipdk.nativeaccess.spdk.framework;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.error.IpdkException;
import io.ipdk.error.UnsupportedException;
import io.ipdk.nativeaccess.spdk.rpc.RpcClient;
import io.ipdk.nativeaccess.spdk.rpc.RpcRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Saves what SPDK was told, and tells it to another one. SPDK's own tools do this outside of {@code spdk_tgt}, and so does
 * this class.
 *
 * <p>Thread-safe.
 */
public final class Configuration {
    private final RpcClient rpc;
    private final Framework framework;

    public Configuration(RpcClient rpc) {
        this.rpc = rpc;
        this.framework = new Framework(rpc);
    }

    /** What SPDK is like now, as the calls that make it so. */
    public SavedConfiguration save() {
        return rpc.await(saveAsync());
    }

    /** As {@link #save}, without waiting. */
    public CompletableFuture<SavedConfiguration> saveAsync() {
        return framework.subsystemsAsync().thenCompose(this::gather).thenApply(SavedConfiguration::new);
    }

    private CompletableFuture<List<SavedConfiguration.Step>> gather(List<String> subsystems) {
        CompletableFuture<List<SavedConfiguration.Step>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (String subsystem : subsystems) {
            CompletableFuture<JsonNode> calls =
                    rpc.callAsync(RpcRequest.of("framework_get_config").with("name", subsystem), node -> node);
            all = all.thenCombine(calls, (steps, config) -> {
                SavedConfiguration.addTo(steps, subsystem, config);
                return steps;
            });
        }
        return all;
    }

    /**
     * What a load came to.
     *
     * <p>Immutable.
     *
     * @param done how many calls succeeded
     * @param failures what went wrong with the others, in order
     */
    public record LoadReport(int done, List<IpdkException> failures) {

        public LoadReport {
            failures = List.copyOf(failures);
        }
    }

    /**
     * Makes the calls of a configuration, each in the phase in which it is allowed, and lets SPDK start in between if it has
     * not yet. A call that fails does not stop the others: what is there already, or was removed under its user, fails.
     */
    public LoadReport load(SavedConfiguration configuration) {
        List<SavedConfiguration.Step> left = new ArrayList<>(configuration.steps());
        List<IpdkException> failures = new ArrayList<>();
        int done = 0;
        while (true) {
            Set<String> callable = new HashSet<>(framework.callableMethods());
            for (SavedConfiguration.Step step : List.copyOf(left)) {
                if (callable.contains(step.method())) {
                    left.remove(step);
                    done += call(step, failures) ? 1 : 0;
                }
            }
            if (!callable.contains("framework_start_init")) {
                break;
            }
            framework.startInit();
        }
        left.forEach(step -> failures.add(new UnsupportedException(
                step.method() + " cannot be called on " + rpc.target().version(),
                "it belongs to the phase before initialisation, or to another build of SPDK")));
        return new LoadReport(done, failures);
    }

    /** As {@link #load}, without waiting. */
    public CompletableFuture<LoadReport> loadAsync(SavedConfiguration configuration) {
        return CompletableFuture.supplyAsync(() -> load(configuration));
    }

    private boolean call(SavedConfiguration.Step step, List<IpdkException> failures) {
        RpcRequest request = RpcRequest.of(step.method());
        step.parameters().properties().forEach(field -> request.with(field.getKey(), field.getValue()));
        try {
            rpc.call(request, node -> node);
            return true;
        } catch (IpdkException e) {
            failures.add(e);
            return false;
        }
    }
}
