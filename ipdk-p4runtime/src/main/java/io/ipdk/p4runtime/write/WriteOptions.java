package io.ipdk.p4runtime.write;

import java.util.Objects;

/** How one call's changes are made. Immutable. */
public record WriteOptions(Atomicity atomicity, UpdateOrder order) {
    public WriteOptions {
        Objects.requireNonNull(atomicity, "atomicity");
        Objects.requireNonNull(order, "order");
    }

    /** Each update is tried, ordered by reference. */
    public static WriteOptions defaults() {
        return new WriteOptions(Atomicity.CONTINUE_ON_ERROR, UpdateOrder.BY_REFERENCE);
    }

    public WriteOptions atomicity(Atomicity other) {
        return new WriteOptions(other, order);
    }

    public WriteOptions order(UpdateOrder other) {
        return new WriteOptions(atomicity, other);
    }
}
