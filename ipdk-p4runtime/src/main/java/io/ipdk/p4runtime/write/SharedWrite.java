package io.ipdk.p4runtime.write;

import java.util.ArrayList;
import java.util.List;
import org.p4.v1.Update;

/**
 * Single updates that leave in one Write: of entities that differ and do not refer to each other, so that the target may
 * carry them out in any order. Confined to one thread (whoever holds the lock of {@link SharedWrites}) until it leaves;
 * immutable then, but for those that wait for it.
 */
final class SharedWrite {
    private final int rank;
    private final boolean alone;
    private final List<SingleUpdate<?>> updates = new ArrayList<>();
    private final List<SharedWrite> followers = new ArrayList<>(0);
    private int awaited;
    private boolean onlyDeletes = true;
    private boolean anyDelete;
    private long bytes;

    SharedWrite(SingleUpdate<?> first) {
        this.rank = first.rank();
        this.alone = first.alone();
        add(first);
    }

    /** Whether one more update fits in. */
    boolean takes(SingleUpdate<?> update, WriteLimits limits) {
        return !alone
                && !update.alone()
                && rank == update.rank()
                && updates.size() < limits.batchUpdates()
                && bytes + update.bytes() <= limits.batchBytes();
    }

    /**
     * Whether an update that was given later may leave sooner: it refers to nothing here, and what is here loses nothing that
     * it refers to.
     */
    boolean letsPass(SingleUpdate<?> update) {
        if (alone || update.alone()) {
            return false;
        }
        if (rank == update.rank()) {
            return true;
        }
        return update.isDelete() ? onlyDeletes && update.rank() > rank : !anyDelete && update.rank() < rank;
    }

    void add(SingleUpdate<?> update) {
        updates.add(update);
        bytes += update.bytes();
        anyDelete |= update.isDelete();
        onlyDeletes &= update.isDelete();
    }

    /** The other one is about an entity of this one, and has to wait until this one has ended. */
    void holds(SharedWrite later) {
        followers.add(later);
        later.awaited++;
    }

    void release() {
        for (SharedWrite follower : followers) {
            follower.awaited--;
        }
    }

    boolean isHeld() {
        return awaited > 0;
    }

    boolean alone() {
        return alone;
    }

    /** For the wire. */
    List<Update> toUpdates() {
        List<Update> messages = new ArrayList<>(updates.size());
        for (SingleUpdate<?> update : updates) {
            messages.add(update.update());
        }
        return messages;
    }

    List<SingleUpdate<?>> updates() {
        return updates;
    }
}
