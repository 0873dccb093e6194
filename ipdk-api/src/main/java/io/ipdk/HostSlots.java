package io.ipdk;

/**
 * How many devices the host's bus can take.
 *
 * <p>Immutable.
 *
 * @param bus what kind of bus it is, such as {@code qemu}
 * @param total hot-plug slots the host has
 * @param free slots without a device just now
 * @param bounded false if the bus has no slots to run out of; {@code total} and {@code free} are then 0
 */
public record HostSlots(String bus, int total, int free, boolean bounded) {}
