package io.ipdk.event;

import io.ipdk.device.DeviceKind;
import io.ipdk.device.UnplugOutcome;
import java.time.Instant;

/**
 * Something that happened on an IPU.
 *
 * <p>Each event carries a sequence number, one higher than the event before: a gap tells a subscriber that it was too
 * slow and lost some; it then reads the state anew.
 *
 * <p>Immutable.
 */
public sealed interface IpuEvent {

    /** Position in the IPU's stream of events, from 1. */
    long sequence();

    Instant at();

    /** An event of one device. */
    sealed interface DeviceEvent extends IpuEvent {
        DeviceKind kind();

        String device();
    }

    /** The device is on the host's bus. */
    record Plugged(long sequence, Instant at, DeviceKind kind, String device) implements DeviceEvent {}

    /** The host's driver was seen to use the device. */
    record Ready(long sequence, Instant at, DeviceKind kind, String device) implements DeviceEvent {}

    /** A changed spec is in force. */
    record Updated(long sequence, Instant at, DeviceKind kind, String device, long version) implements DeviceEvent {}

    /** The host's connection to the device ended; the device waits for it to come back. */
    record Disconnected(long sequence, Instant at, DeviceKind kind, String device, String reason)
            implements DeviceEvent {}

    /** An unplug ended. */
    record UnplugEnded(long sequence, Instant at, DeviceKind kind, String device, UnplugOutcome outcome)
            implements DeviceEvent {}

    /** Something went wrong that the host or the operator should know of; the device lives on. */
    record Faulted(long sequence, Instant at, DeviceKind kind, String device, String cause) implements DeviceEvent {}

    /** The hypervisor's control socket went away. */
    record HostLost(long sequence, Instant at, String host, String reason) implements IpuEvent {}

    /** The hypervisor's control socket is back, and the devices were reconciled with it. */
    record HostFound(long sequence, Instant at, String host) implements IpuEvent {}

    /** A controller has put a program in force; {@code version} counts them. */
    record PipelineChanged(long sequence, Instant at, long version, String program) implements IpuEvent {}
}
