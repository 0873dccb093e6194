package io.ipdk.softipu.bus;

import io.ipdk.device.DeviceKind;
import io.ipdk.unit.PciAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A device as the host has it.
 *
 * <p>Immutable.
 *
 * @param id the device's name on the bus
 * @param kind what it is; null where only leftovers remain that do not tell
 * @param state how much of it is there
 * @param pci where the guest finds it; null where the bus has no PCI or the guest has not numbered it yet
 * @param detail what there is to say about the state, for people; may be empty
 */
public record ObservedDevice(
        String id,
        @Nullable DeviceKind kind,
        State state,
        @Nullable PciAddress pci,
        String detail) {

    /** How much of a device the host has. */
    public enum State {
        /** The host has the device and holds a connection to its back end. */
        ATTACHED,
        /** The host has the device and is without its back end; it connects again by itself once one listens. */
        DISCONNECTED,
        /** The host was asked to give the device up and has not answered. */
        UNPLUGGING,
        /** The device itself is not there, parts that belong to it are: an attach or a detach was cut off. */
        PARTIAL
    }

    public ObservedDevice {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(detail, "detail");
    }
}
