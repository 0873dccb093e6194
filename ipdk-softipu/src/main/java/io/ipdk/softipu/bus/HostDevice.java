package io.ipdk.softipu.bus;

import io.ipdk.device.DeviceKind;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.MacAddress;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A device to be plugged: its name on the bus and all that the host has to know about it. What the back end itself
 * tells the host (capacity, block size, serial number, offloads) is not repeated here.
 *
 * <p>Immutable.
 *
 * @param id the device's name, unique among the devices of this software IPU
 * @param kind what it is
 * @param socket the vhost-user socket that its back end listens on
 * @param mac the port's address; null for a disk
 * @param mtu the largest payload of a port's frame in bytes, told to the guest; 0 tells it nothing
 * @param queues queue pairs of a port, request queues of a disk
 * @param linkSpeed the speed that a port's driver reports; null leaves it unknown
 * @param linkUp whether a port's link is up when the guest first sees it
 * @param bootOrder the place in the firmware's boot order, from 1; 0 stays out of it
 */
public record HostDevice(
        String id,
        DeviceKind kind,
        Path socket,
        @Nullable MacAddress mac,
        int mtu,
        int queues,
        @Nullable Bandwidth linkSpeed,
        boolean linkUp,
        int bootOrder) {

    public HostDevice {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(socket, "socket");
        if (kind == DeviceKind.PORT && mac == null) {
            throw new IllegalArgumentException("port " + id + " has no MAC address; give it one");
        }
        requireRange(id, "mtu", mtu, 0, 65535);
        requireRange(id, "queues", queues, 1, 65535);
        requireRange(id, "bootOrder", bootOrder, 0, Integer.MAX_VALUE);
    }

    /** A port whose link is up and whose speed, MTU and boot order the host is not told. */
    public static HostDevice port(String id, Path socket, MacAddress mac, int queuePairs) {
        return new HostDevice(id, DeviceKind.PORT, socket, mac, 0, queuePairs, null, true, 0);
    }

    /** A disk that stays out of the boot order. */
    public static HostDevice disk(String id, Path socket, int queues) {
        return new HostDevice(id, DeviceKind.DISK, socket, null, 0, queues, null, true, 0);
    }

    public HostDevice withMtu(int bytes) {
        return new HostDevice(id, kind, socket, mac, bytes, queues, linkSpeed, linkUp, bootOrder);
    }

    public HostDevice withLinkSpeed(Bandwidth speed) {
        return new HostDevice(id, kind, socket, mac, mtu, queues, speed, linkUp, bootOrder);
    }

    public HostDevice withLinkUp(boolean up) {
        return new HostDevice(id, kind, socket, mac, mtu, queues, linkSpeed, up, bootOrder);
    }

    public HostDevice withBootOrder(int order) {
        return new HostDevice(id, kind, socket, mac, mtu, queues, linkSpeed, linkUp, order);
    }

    private static void requireRange(String id, String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(
                    name + " of " + id + " is " + value + "; allowed are " + low + " to " + high);
        }
    }
}
