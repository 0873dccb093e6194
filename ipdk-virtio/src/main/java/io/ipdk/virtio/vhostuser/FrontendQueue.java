package io.ipdk.virtio.vhostuser;

import io.ipdk.nativeaccess.posix.EventFd;
import io.ipdk.virtio.queue.SplitDriverQueue;
import io.ipdk.virtio.vhostuser.message.RingAddresses;

/**
 * One ring as its driver has it: the ring, and the two events that go with it.
 *
 * <p>Confined to one thread at a time (the driver's).
 */
public final class FrontendQueue implements AutoCloseable {
    private final int index;
    private final SplitDriverQueue driver;
    private final EventFd kick = EventFd.create();
    private final EventFd call = EventFd.create();
    private final EventFd error = EventFd.create();

    FrontendQueue(int index, SplitDriverQueue driver) {
        this.index = index;
        this.driver = driver;
    }

    /** The ring's number in its device. */
    public int index() {
        return index;
    }

    /** The driver's side of the ring. */
    public SplitDriverQueue driver() {
        return driver;
    }

    /** Shows the device what was offered, and wakes it if it wants to be woken. */
    public void publish() {
        driver.publish();
        if (driver.kickNeeded()) {
            kick.signal();
        }
    }

    /** What the driver wakes the device with. */
    public EventFd kick() {
        return kick;
    }

    /** What the device interrupts the driver with. */
    public EventFd call() {
        return call;
    }

    /** What the device signals when it finds the ring broken. */
    public EventFd error() {
        return error;
    }

    /** The addresses of the ring's parts in this process, which is how a front end names them. */
    RingAddresses addresses() {
        return new RingAddresses(driver.descriptorTable(), driver.usedRing(), driver.availRing());
    }

    @Override
    public void close() {
        kick.close();
        call.close();
        error.close();
    }
}
