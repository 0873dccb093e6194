package io.ipdk.softipu.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ipdk.device.DeviceKind;
import io.ipdk.device.FieldDifference;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.softipu.bus.HostDevice;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a {@link HostDevice} is as a QEMU device: the properties for {@code device_add}, and whether a device that is there
 * has them.
 *
 * <p>Immutable.
 */
final class DeviceShape {

    static final String NET_DRIVER = "virtio-net-pci";
    static final String BLOCK_DRIVER = "vhost-user-blk-pci";

    /** A configuration interrupt and one for the control queue. */
    private static final int EXTRA_VECTORS = 2;

    private static final int MAX_VECTORS = 2048;
    private static final int MAX_BLOCK_QUEUES = 1024;

    private final HostDevice device;
    private final DeviceNames names;
    private final boolean msiX;

    /** @param msiX whether a port may have MSI-X, see {@link Qemu#portsMayHaveMsiX} */
    DeviceShape(HostDevice device, DeviceNames names, boolean msiX) {
        this.device = device;
        this.names = names;
        this.msiX = msiX;
        boolean port = device.kind() == DeviceKind.PORT;
        int most = port ? (MAX_VECTORS - EXTRA_VECTORS) / 2 : MAX_BLOCK_QUEUES;
        if (device.queues() > most) {
            throw new InvalidSpecException(
                    port ? "queuePairs" : "queues", device.queues(), "1 to " + most + " on a QEMU host");
        }
    }

    /** What a device of one of our drivers is. */
    static DeviceKind kindOf(String driver) {
        return driver.equals(NET_DRIVER) ? DeviceKind.PORT : DeviceKind.DISK;
    }

    static boolean isDriver(String driver) {
        return driver.equals(NET_DRIVER) || driver.equals(BLOCK_DRIVER);
    }

    /** The arguments of {@code device_add}. */
    ObjectNode properties(String bus) {
        ObjectNode arguments =
                Qemu.arguments().put("id", names.device(device.id())).put("bus", bus);
        if (device.kind() == DeviceKind.PORT) {
            port(arguments);
        } else {
            arguments
                    .put("driver", BLOCK_DRIVER)
                    .put("chardev", names.chardev(device.id()))
                    .put("num-queues", device.queues());
        }
        if (device.bootOrder() > 0) {
            arguments.put("bootindex", device.bootOrder());
        }
        return arguments;
    }

    private void port(ObjectNode arguments) {
        arguments
                .put("driver", NET_DRIVER)
                .put("netdev", names.netdev(device.id()))
                .put("mac", Objects.requireNonNull(device.mac(), "mac").toString())
                .put("mq", device.queues() > 1)
                .put("vectors", vectors());
        if (device.mtu() > 0) {
            arguments.put("host_mtu", device.mtu());
        }
        Bandwidth speed = device.linkSpeed();
        if (speed != null) {
            arguments.put("speed", megabits(speed)).put("duplex", "full");
        }
        if (device.bootOrder() == 0) {
            // Only a port that the firmware may boot from needs the option ROM, and with it a file of QEMU's.
            arguments.put("romfile", "");
        }
    }

    private int vectors() {
        return msiX ? 2 * device.queues() + EXTRA_VECTORS : 0;
    }

    private static int megabits(Bandwidth speed) {
        long megabits = speed.toMbps();
        if (megabits < 1 || megabits > Integer.MAX_VALUE) {
            throw new InvalidSpecException("linkSpeed", speed, "1 Mbit/s to 2147483647 Mbit/s on a QEMU host");
        }
        return (int) megabits;
    }

    /** Field by field, how the device at the QOM path is not this one. */
    List<FieldDifference> differences(Qemu qemu, String path) {
        List<FieldDifference> differences = new ArrayList<>();
        expected().forEach((field, wanted) -> {
            String present = qemu.find(path, field).map(JsonNode::asText).orElse("unset");
            if (!present.equals(wanted)) {
                differences.add(new FieldDifference(field, present, wanted, false));
            }
        });
        String socket = qemu.find("/chardevs/" + names.chardev(device.id()), "addr")
                .map(address -> address.path("path").asText())
                .orElse("unset");
        if (!socket.equals(device.socket().toString())) {
            differences.add(
                    new FieldDifference("socket", socket, device.socket().toString(), false));
        }
        return differences;
    }

    private Map<String, String> expected() {
        String bootIndex = Integer.toString(device.bootOrder() > 0 ? device.bootOrder() : -1);
        if (device.kind() == DeviceKind.DISK) {
            return Map.of(
                    "type",
                    BLOCK_DRIVER,
                    "chardev",
                    names.chardev(device.id()),
                    "num-queues",
                    Integer.toString(device.queues()),
                    "bootindex",
                    bootIndex);
        }
        MacAddress mac = Objects.requireNonNull(device.mac(), "mac");
        Bandwidth speed = device.linkSpeed();
        return Map.of(
                "type", NET_DRIVER,
                "netdev", names.netdev(device.id()),
                "mac", mac.toString(),
                "vectors", Integer.toString(vectors()),
                "host_mtu", Integer.toString(device.mtu()),
                "speed", Integer.toString(speed == null ? -1 : megabits(speed)),
                "bootindex", bootIndex);
    }
}
