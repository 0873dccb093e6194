package io.ipdk.testkit.guest;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a guest is made of.
 *
 * <p>Immutable.
 *
 * @param memoryMebibytes its memory, 64 or more
 * @param cpus how many processors it has, 1 or more
 * @param slots how many devices can be hot-plugged, 0 to 30
 * @param sharedMemory whether its memory is shared, as vhost-user devices need
 * @param hotplug who handles hot-plug in it
 * @param start how far it goes when it is started
 * @param image what it boots; null for an image made of this machine's kernel and busybox
 * @param qemuOptions further options for QEMU
 * @param bootTimeout how long it may take until it runs commands
 */
public record GuestSpec(
        int memoryMebibytes,
        int cpus,
        int slots,
        boolean sharedMemory,
        Hotplug hotplug,
        Start start,
        @Nullable GuestImage image,
        List<String> qemuOptions,
        Duration bootTimeout) {

    /** Who handles hot-plug in the guest. */
    public enum Hotplug {
        /** The guest's ACPI, QEMU's default for q35: an unplug is answered at once. */
        ACPI,
        /** PCIe's own: the guest waits 5 s before it answers an unplug, as for a button that a person pressed. */
        NATIVE
    }

    /** How far a guest goes when it is started. */
    public enum Start {
        /** The kernel is booted and commands can run. */
        READY,
        /** The kernel boots; whoever needs it waits for it. */
        BOOTING,
        /** The machine is there and its processors do not run yet. */
        PAUSED,
        /** As PAUSED, and no kernel is given: the firmware looks for a disk or a network to boot from. */
        PAUSED_WITHOUT_KERNEL,
        /** The firmware runs and finds nothing to boot from; nobody answers an unplug. */
        FIRMWARE_ONLY
    }

    private static final int MAX_SLOTS = 30;

    private static final GuestSpec DEFAULTS =
            new GuestSpec(256, 1, 4, true, Hotplug.ACPI, Start.READY, null, List.of(), Duration.ofMinutes(3));

    public GuestSpec {
        Objects.requireNonNull(hotplug, "hotplug");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(bootTimeout, "bootTimeout");
        qemuOptions = List.copyOf(qemuOptions);
        if (memoryMebibytes < 64) {
            throw new IllegalArgumentException("a guest of " + memoryMebibytes + " MiB; allowed are 64 or more");
        }
        if (cpus < 1) {
            throw new IllegalArgumentException("a guest with " + cpus + " processors; allowed are 1 or more");
        }
        if (slots < 0 || slots > MAX_SLOTS) {
            throw new IllegalArgumentException("a guest with " + slots + " slots; allowed are 0 to " + MAX_SLOTS);
        }
    }

    /** One processor, 256 MiB of shared memory, four hot-plug slots, booted. */
    public static GuestSpec defaults() {
        return DEFAULTS;
    }

    /** The defaults changed by the given steps. */
    public static GuestSpec of(Consumer<? super Builder> steps) {
        Builder builder = new Builder(DEFAULTS);
        steps.accept(builder);
        return builder.build();
    }

    /** Confined to one thread (the one that builds). */
    public static final class Builder {

        private int memoryMebibytes;
        private int cpus;
        private int slots;
        private boolean sharedMemory;
        private Hotplug hotplug;
        private Start start;
        private @Nullable GuestImage image;
        private List<String> qemuOptions;
        private Duration bootTimeout;

        private Builder(GuestSpec from) {
            memoryMebibytes = from.memoryMebibytes;
            cpus = from.cpus;
            slots = from.slots;
            sharedMemory = from.sharedMemory;
            hotplug = from.hotplug;
            start = from.start;
            image = from.image;
            qemuOptions = from.qemuOptions;
            bootTimeout = from.bootTimeout;
        }

        public Builder memoryMebibytes(int mebibytes) {
            memoryMebibytes = mebibytes;
            return this;
        }

        public Builder cpus(int count) {
            cpus = count;
            return this;
        }

        public Builder slots(int count) {
            slots = count;
            return this;
        }

        public Builder sharedMemory(boolean shared) {
            sharedMemory = shared;
            return this;
        }

        public Builder hotplug(Hotplug handler) {
            hotplug = handler;
            return this;
        }

        public Builder start(Start wanted) {
            start = wanted;
            return this;
        }

        public Builder image(GuestImage wanted) {
            image = wanted;
            return this;
        }

        public Builder qemuOptions(String... options) {
            qemuOptions = List.of(options);
            return this;
        }

        public Builder bootTimeout(Duration timeout) {
            bootTimeout = timeout;
            return this;
        }

        private GuestSpec build() {
            return new GuestSpec(
                    memoryMebibytes, cpus, slots, sharedMemory, hotplug, start, image, qemuOptions, bootTimeout);
        }
    }
}
