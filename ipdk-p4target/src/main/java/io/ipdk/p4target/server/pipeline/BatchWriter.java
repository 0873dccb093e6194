package io.ipdk.p4target.server.pipeline;

import com.google.rpc.Code;
import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.server.arbitration.RolePolicy;
import io.ipdk.p4target.server.status.RequestException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.p4.v1.Entity;
import org.p4.v1.Error;
import org.p4.v1.Update;
import org.p4.v1.WriteRequest;

/** Applies the updates of one request (section "Batch Atomicity"), as far as its role reaches. */
final class BatchWriter {
    private final boolean bmv2Habits;

    BatchWriter(boolean bmv2Habits) {
        this.bmv2Habits = bmv2Habits;
    }

    BatchResult write(P4Control control, List<Update> updates, WriteRequest.Atomicity atomicity, RolePolicy policy) {
        P4Control.Atomicity mode = switch (atomicity) {
            case CONTINUE_ON_ERROR -> P4Control.Atomicity.CONTINUE_ON_ERROR;
            case ROLLBACK_ON_ERROR, DATAPLANE_ATOMIC -> P4Control.Atomicity.ALL_OR_NOTHING;
            case UNRECOGNIZED -> throw new RequestException(Code.UNIMPLEMENTED, "unknown atomicity");
        };
        List<Update> allowed = allowed(updates, policy);
        if (allowed.size() < updates.size() && mode == P4Control.Atomicity.ALL_OR_NOTHING) {
            return new BatchResult(updates.stream()
                    .map(update -> mayWrite(policy, update) ? BatchResult.aborted() : BatchResult.denied())
                    .toList());
        }
        Iterator<P4Control.Result> done = control.write(allowed, mode).iterator();
        List<Error> results = new ArrayList<>(updates.size());
        for (Update update : updates) {
            results.add(mayWrite(policy, update) ? result(update, done.next()) : BatchResult.denied());
        }
        return new BatchResult(results);
    }

    private Error result(Update update, P4Control.Result result) {
        Error error = BatchResult.of(result);
        // An index that is out of range is so for bmv2, too; a byte string is a bad argument.
        return bmv2Habits && error.getCanonicalCode() == Code.OUT_OF_RANGE_VALUE && !isCell(update.getEntity())
                ? error.toBuilder()
                        .setCanonicalCode(Code.INVALID_ARGUMENT_VALUE)
                        .build()
                : error;
    }

    private static boolean isCell(Entity entity) {
        return entity.hasCounterEntry() || entity.hasMeterEntry() || entity.hasRegisterEntry();
    }

    private static List<Update> allowed(List<Update> updates, RolePolicy policy) {
        for (Update update : updates) {
            if (!mayWrite(policy, update)) {
                return updates.stream().filter(each -> mayWrite(policy, each)).toList();
            }
        }
        return updates;
    }

    private static boolean mayWrite(RolePolicy policy, Update update) {
        return EntityScope.mayWrite(policy, update.getEntity());
    }
}
