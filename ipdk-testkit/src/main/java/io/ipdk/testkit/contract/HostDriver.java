package io.ipdk.testkit.contract;

import io.ipdk.device.VirtualDevice;

/**
 * The host's side of a provider under test: makes a driver take up a plugged device, and let go of it.
 *
 * <p>Confined to one thread (the test's).
 */
public interface HostDriver {

    /** Lets the host's driver set up the device; returns when it has been told to. */
    void start(VirtualDevice<?, ?> device);

    /** Lets the host's driver give the device up. */
    void stop(VirtualDevice<?, ?> device);
}
