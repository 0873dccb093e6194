package io.ipdk.p4runtime.write;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.error.StatusCode;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What became of each change of a call, in the caller's order. Immutable. */
public final class WriteResult<C> {
    private final List<C> changes;
    private final NavigableMap<Integer, UpdateResult<C>> failures;
    private final @Nullable IpdkException rpcFailure;

    /** @param failures by position; the caller gives them away */
    WriteResult(List<C> changes, NavigableMap<Integer, UpdateResult<C>> failures, @Nullable IpdkException rpcFailure) {
        this.changes = changes;
        this.failures = failures;
        this.rpcFailure = rpcFailure;
    }

    static <C> NavigableMap<Integer, UpdateResult<C>> noFailures() {
        return Collections.emptyNavigableMap();
    }

    /** Whether every single change is in force. */
    public boolean allApplied() {
        return failures.isEmpty();
    }

    /** One result per change. */
    public List<UpdateResult<C>> results() {
        return new Results();
    }

    /** The results of those that are not in force, or may not be, in the caller's order. */
    public List<UpdateResult<C>> failures() {
        return List.copyOf(failures.values());
    }

    /** How many are in force. */
    public int applied() {
        return changes.size() - failures.size();
    }

    public int size() {
        return changes.size();
    }

    /** The first failure of a whole batch, if there was one. */
    public Optional<IpdkException> rpcFailure() {
        return Optional.ofNullable(rpcFailure);
    }

    /** This result, unless something failed. */
    public WriteResult<C> orThrow() {
        if (!failures.isEmpty()) {
            throw new WriteException(this);
        }
        return this;
    }

    /** The results of this call, then those of another that followed it. */
    public WriteResult<C> and(WriteResult<C> next) {
        List<C> all = new ArrayList<>(changes);
        all.addAll(next.changes);
        NavigableMap<Integer, UpdateResult<C>> both = new TreeMap<>(failures);
        next.failures.forEach((position, failure) -> both.put(changes.size() + position, failure));
        return new WriteResult<>(List.copyOf(all), both, rpcFailure != null ? rpcFailure : next.rpcFailure);
    }

    @Override
    public String toString() {
        return applied() + " of " + size() + " applied"
                + (failures.isEmpty()
                        ? ""
                        : ", first failure: " + failures.firstEntry().getValue());
    }

    private final class Results extends AbstractList<UpdateResult<C>> implements RandomAccess {
        @Override
        public UpdateResult<C> get(int index) {
            UpdateResult<C> failure = failures.get(index);
            return failure != null
                    ? failure
                    : new UpdateResult<>(changes.get(index), UpdateOutcome.APPLIED, StatusCode.OK, "", "", 0);
        }

        @Override
        public int size() {
            return changes.size();
        }
    }
}
