package io.ipdk.softipu.device;

import io.ipdk.softipu.bus.HostDevice;

/**
 * A device's back end while it is served: its socket listens, its agent polls.
 *
 * <p>Thread-safe. Observations and statistics stay readable after close.
 *
 * @param <S> the device's spec
 */
public interface ServedDevice<S> extends AutoCloseable {

    /** How the host's bus is to show the device with this spec. */
    HostDevice hostDevice(S spec);

    /**
     * Puts the live part of a spec into force.
     *
     * @throws io.ipdk.error.IpdkException it cannot; the former spec is still in force
     */
    void apply(S spec);

    /** Whether a front end is connected. */
    boolean isConnected();

    /** Whether the host's driver has set the device up and its queues run. */
    boolean isDriverReady();

    /** Stops serving: closes the connection, the socket and the back end. Idempotent, bounded in time. */
    @Override
    void close();

    /** Stops serving for good, because the device has left the host: as {@link #close}, and leaves nothing with others. */
    default void remove() {
        close();
    }

    /** Hears of changes; called on threads of the device, must not block. */
    interface Listener {

        /** What {@link #isConnected} or {@link #isDriverReady} answers may have changed. */
        void observationChanged();

        /** Something went wrong that the operator should know of; the device lives on. */
        void faulted(String cause);
    }
}
