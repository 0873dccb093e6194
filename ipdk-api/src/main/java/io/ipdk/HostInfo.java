package io.ipdk;

/**
 * One of the hosts that an IPU serves.
 *
 * <p>Immutable.
 *
 * @param name what specs call it; {@code host} if it is the only one and was given no name
 * @param bus how the IPU reaches it, such as {@code qemu}
 * @param reachable whether it answers just now
 * @param slots hot-plug slots it has
 * @param freeSlots slots without a device just now
 * @param bounded false if there are no slots to run out of; {@code slots} and {@code freeSlots} are then 0
 */
public record HostInfo(String name, String bus, boolean reachable, int slots, int freeSlots, boolean bounded) {}
