package io.ipdk.softipu.bus;

/**
 * Something that happened on the host's side of the bus.
 *
 * <p>Immutable.
 */
public sealed interface BusEvent {

    /**
     * The host cannot be reached any more.
     *
     * @param reason what was seen
     */
    record HostGone(String reason) implements BusEvent {}

    /**
     * The host can be reached again. It may be another instance that has none of the devices, so whoever wants them there
     * attaches them again.
     */
    record HostBack() implements BusEvent {}

    /**
     * The guest was reset, by itself or from outside. Its drivers start anew; an unplug that it had not answered is
     * complete.
     */
    record HostReset() implements BusEvent {}

    /**
     * The host has given the device up, because it was asked to or by another hand.
     *
     * @param id the device's name on the bus
     */
    record DeviceGone(String id) implements BusEvent {}

    /**
     * The guest said no to an unplug. The device is live.
     *
     * @param id the device's name on the bus
     */
    record UnplugRefused(String id) implements BusEvent {}
}
