package io.ipdk.softipu.qemu;

import io.ipdk.error.CapacityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Finds the PCIe ports that a device can be hot-plugged into. They are made on QEMU's command line, one per device, and
 * cannot be added later.
 *
 * <p>What sits behind a port is read from QEMU's object tree: {@code query-pci} shows it only after the guest's firmware
 * has numbered the buses.
 *
 * <p>Thread-safe.
 */
final class HotplugSlots {

    private static final Set<String> PORT_TYPES = Set.of("pcie-root-port", "ioh3420", "xio3130-downstream");
    private static final List<String> CONTAINERS = List.of("/machine/peripheral", "/machine/peripheral-anon");

    private final Qemu qemu;

    HotplugSlots(Qemu qemu) {
        this.qemu = qemu;
    }

    /**
     * A port for hot-plug.
     *
     * @param bus the name that {@code device_add} takes
     * @param free whether nothing is behind it
     */
    record Slot(String bus, boolean free) {}

    /** All ports for hot-plug, by name, numbers in names by their value. */
    List<Slot> all() {
        List<Slot> slots = new ArrayList<>();
        for (String container : CONTAINERS) {
            for (Qemu.Member member : qemu.list(container)) {
                if (member.childType().filter(PORT_TYPES::contains).isPresent()) {
                    addSlot(container + "/" + member.name(), slots);
                }
            }
        }
        slots.sort(Comparator.comparing((Slot slot) -> slot.bus().length()).thenComparing(Slot::bus));
        return slots;
    }

    private void addSlot(String port, List<Slot> slots) {
        if (!qemu.find(port, "hotplug").map(on -> on.asBoolean()).orElse(false)) {
            return;
        }
        for (Qemu.Member member : qemu.list(port)) {
            if (member.childType().filter("PCIE"::equals).isPresent()) {
                boolean empty = qemu.list(port + "/" + member.name()).stream()
                        .noneMatch(child -> child.name().startsWith("child["));
                slots.add(new Slot(member.name(), empty));
            }
        }
    }

    /**
     * The buses of all free ports.
     *
     * @throws CapacityException where there is none; says how many there are and how to have more
     */
    List<String> free(String device) {
        List<Slot> slots = all();
        List<String> free = slots.stream().filter(Slot::free).map(Slot::bus).toList();
        if (free.isEmpty()) {
            throw new CapacityException(
                    slots.isEmpty()
                            ? "no slot for " + device + ": the host has no PCIe port that takes hot-plug"
                            : "no slot for " + device + ": all " + slots.size()
                                    + " hot-plug slots of the host are taken",
                    "unplug a device, or start QEMU with -machine q35 and one more -device pcie-root-port,id=slot"
                            + slots.size() + ",chassis=" + (slots.size() + 1) + ",bus=pcie.0 for each further device");
        }
        return free;
    }
}
