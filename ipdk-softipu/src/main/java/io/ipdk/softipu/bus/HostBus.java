package io.ipdk.softipu.bus;

import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The bus that joins this software IPU to one host. It plugs devices whose back ends this process serves, takes them out
 * again with the host's consent, and tells what the host has at this moment.
 *
 * <p>Every call reads the host first and keeps no truth of its own, so an application that was killed in the middle of any
 * of them repeats the call and arrives at the same place.
 *
 * <p>No call may come from a thread that serves vhost-user sockets: a host waits for the back end's first answers before
 * it answers the bus.
 *
 * <p>Thread-safe. Calls for one device follow each other; calls for different devices do not wait for each other's
 * guest.
 */
public interface HostBus extends AutoCloseable {

    /** What this bus is and what room it has. Reads the host where there is one; never fails because it is away. */
    BusInfo info();

    /**
     * Makes sure that the host has the device. The back end already listens on the device's socket. A device that is there
     * already with the same shape is left alone; one that is half there is completed or, where it cannot be, taken back
     * and plugged anew. A failure leaves nothing behind and carries the first cause; only a port whose link state cannot be
     * set stays plugged, and repeating the call sets it.
     *
     * <p>The call returns when the host has accepted the device, which may be long before a driver in the guest uses it.
     *
     * @param timeout how long the host may take for all steps together
     * @throws io.ipdk.error.IpdkException where the host is away, has no free slot, shares no memory, or has a device of
     *     this id and another shape
     */
    void attach(HostDevice device, Duration timeout);

    /**
     * Takes the device out of the host and removes what belonged to it. Waits for the host's word as long as the mode
     * allows. A device that is not there is reported as acknowledged. After {@code TIMED_OUT} or {@code REFUSED_BY_HOST}
     * the device is still live, its back end must go on serving, and the call may be repeated.
     *
     * @return how it ended
     * @throws io.ipdk.error.IpdkException where the host is away
     */
    UnplugOutcome detach(String id, UnplugMode mode);

    /**
     * The devices of this software IPU as the host has them now, by id.
     *
     * @throws io.ipdk.error.IpdkException where the host is away
     */
    Map<String, ObservedDevice> observe();

    /**
     * Sets the link state that the host's driver sees on a network device.
     *
     * @throws io.ipdk.error.IpdkException where the host is away or has no such network device
     */
    void setLink(String id, boolean up);

    /**
     * Hears from a device's back end that a front end has connected or left. Only a bus whose host has no other way to say
     * so takes notice. Must not block.
     */
    default void connectionChanged(String id, boolean connected) {}

    /**
     * Adds a listener for what happens on the host's side. Listeners are called one after the other on a thread of the
     * bus; they may call this bus.
     */
    void addListener(Consumer<? super BusEvent> listener);

    /** Lets go of the host and leaves its devices plugged. Idempotent, bounded in time, callable from a listener. */
    @Override
    void close();
}
