package io.ipdk.p4target.server.pipeline;

import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.server.arbitration.RolePolicy;
import io.ipdk.p4target.server.status.RpcStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.p4.v1.Entity;
import org.p4.v1.Error;

/**
 * One read of a program (section "Read RPC").
 *
 * <p>Confined to one thread (the reading one).
 */
public final class PipelineReader {
    private final P4Control.Snapshot snapshot;
    private final RolePolicy policy;

    PipelineReader(P4Control control, RolePolicy policy) {
        this.snapshot = control.snapshot();
        this.policy = policy;
    }

    /**
     * Hands out what the requests select, and tells how each of them ended; those that fail stop no other.
     *
     * @param out may block
     */
    public BatchResult read(List<Entity> filters, Consumer<Entity> out) {
        List<Error> results = new ArrayList<>();
        for (Entity filter : filters) {
            try {
                snapshot.read(filter, entity -> {
                    if (EntityScope.mayRead(policy, entity)) {
                        out.accept(entity);
                    }
                });
                results.add(BatchResult.ok());
            } catch (ReadCancelledException e) {
                throw e;
            } catch (RuntimeException e) {
                results.add(RpcStatus.element(e));
            }
        }
        return new BatchResult(results);
    }
}
