package io.ipdk.p4runtime.flow;

/** What ends the delivery to a handler. Thread-safe. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
    /** After this at most the item being handled now is still delivered. May be called from the handler. */
    @Override
    void close();
}
