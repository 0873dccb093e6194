package io.ipdk.virtio.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A number that only grows. Written by one thread, read by any: opaque accesses, so that no reading tears and the path pays
 * for no fence.
 */
final class Counter {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    void add(long amount) {
        VALUE.setOpaque(this, value + amount);
    }

    long get() {
        return (long) VALUE.getOpaque(this);
    }
}
