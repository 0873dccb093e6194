package io.ipdk.testkit.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.error.CapacityException;
import io.ipdk.error.HostException;
import io.ipdk.error.UnsupportedException;
import io.ipdk.softipu.bus.BusEvent;
import io.ipdk.softipu.bus.HostDevice;
import io.ipdk.softipu.bus.ObservedDevice;
import io.ipdk.softipu.bus.ObservedDevice.State;
import io.ipdk.softipu.qemu.QemuBus;
import io.ipdk.testkit.guest.Guest;
import io.ipdk.testkit.guest.GuestSpec;
import io.ipdk.testkit.guest.GuestSpec.Hotplug;
import io.ipdk.testkit.guest.GuestSpec.Start;
import io.ipdk.testkit.peer.Peer;
import io.ipdk.testkit.peer.RequiresPeer;
import io.ipdk.testkit.storage.StorageDaemon;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that do not answer, go away, are too small or made wrong. */
@RequiresPeer({Peer.QEMU, Peer.CLOUD_KERNEL, Peer.BUSYBOX, Peer.QEMU_STORAGE_DAEMON})
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class QemuBusBadDaysIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final UnplugMode PATIENT = UnplugMode.graceful(LONG);
    private static final UnplugMode IMPATIENT = UnplugMode.graceful(Duration.ofSeconds(2));

    @TempDir
    Path directory;

    private static State state(QemuBus bus, String id) {
        ObservedDevice device = bus.observe().get(id);
        if (device == null) {
            throw new AssertionError("no " + id + " on the host");
        }
        return device.state();
    }

    @Test
    void keepsTheDeviceOfAGuestThatDoesNotAnswerUntilAResetTakesIt() throws Exception {
        try (StorageDaemon disk = ServedImages.serve(directory, "disk", 1);
                Guest guest = Guest.start(
                        GuestSpec.of(g -> g.start(Start.FIRMWARE_ONLY).slots(1)))) {
            try (QemuBus bus = QemuBus.open(guest.qmpSocket())) {
                bus.attach(HostDevice.disk("disk", disk.socket(), 1), LONG);
                assertThat(bus.detach("disk", IMPATIENT)).isEqualTo(UnplugOutcome.TIMED_OUT);
                assertThat(state(bus, "disk")).isEqualTo(State.UNPLUGGING);
                assertThat(bus.info().freeSlots()).isZero();
            }
            try (QemuBus restarted = QemuBus.open(guest.qmpSocket())) {
                assertThat(state(restarted, "disk")).isEqualTo(State.ATTACHED);
                CompletableFuture<UnplugOutcome> resumed =
                        CompletableFuture.supplyAsync(() -> restarted.detach("disk", PATIENT));
                await().atMost(LONG).until(() -> state(restarted, "disk") == State.UNPLUGGING);
                guest.reset();
                assertThat(resumed).succeedsWithin(LONG).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
                assertThat(restarted.observe()).isEmpty();
                assertThat(restarted.info().freeSlots()).isEqualTo(1);
            }
        }
    }

    @Test
    void clearsAwayWhatAGuestGivesUpWhenNobodyWaitsAnyMore() throws Exception {
        try (StorageDaemon disk = ServedImages.serve(directory, "disk", 1);
                Guest guest = Guest.start(GuestSpec.of(g -> g.start(Start.FIRMWARE_ONLY)));
                QemuBus bus = QemuBus.open(guest.qmpSocket())) {
            List<BusEvent> events = new CopyOnWriteArrayList<>();
            bus.addListener(events::add);
            bus.attach(HostDevice.disk("disk", disk.socket(), 1), LONG);
            assertThat(bus.detach("disk", IMPATIENT)).isEqualTo(UnplugOutcome.TIMED_OUT);
            assertThatExceptionOfType(HostException.class)
                    .isThrownBy(() -> bus.attach(HostDevice.disk("disk", disk.socket(), 1), LONG))
                    .withMessageContaining("still leaving");
            guest.reset();
            await().atMost(LONG).until(() -> bus.observe().isEmpty());
            assertThat(events).contains(new BusEvent.DeviceGone("disk"), new BusEvent.HostReset());
            bus.attach(HostDevice.disk("disk", disk.socket(), 1), LONG);
        }
    }

    @Test
    void waitsForAGuestThatAnswersLikeAPersonAtAButton() throws Exception {
        try (StorageDaemon disk = ServedImages.serve(directory, "disk", 1);
                Guest guest = Guest.start(GuestSpec.of(g -> g.hotplug(Hotplug.NATIVE)));
                QemuBus bus = QemuBus.open(guest.qmpSocket())) {
            bus.attach(HostDevice.disk("disk", disk.socket(), 1), LONG);
            await().atMost(LONG).until(() -> guest.run("test -b /dev/vda").succeeded());
            assertThat(bus.detach("disk", IMPATIENT)).isEqualTo(UnplugOutcome.TIMED_OUT);
            assertThat(guest.run("test -b /dev/vda").succeeded()).isTrue();
            assertThat(bus.detach("disk", PATIENT)).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
            assertThat(guest.run("test -b /dev/vda").succeeded()).isFalse();

            bus.attach(HostDevice.disk("disk", disk.socket(), 1), LONG);
            await().atMost(LONG).until(() -> guest.run("test -b /dev/vda").succeeded());
            CompletableFuture<UnplugOutcome> unplug = CompletableFuture.supplyAsync(() -> bus.detach("disk", PATIENT));
            await().atMost(LONG).until(() -> state(bus, "disk") == State.UNPLUGGING);
            guest.reset();
            assertThat(unplug).succeedsWithin(LONG).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
            assertThat(bus.observe()).isEmpty();
        }
    }

    @Test
    void tellsHowManySlotsThereAreWhenAllAreTaken() throws Exception {
        try (StorageDaemon first = ServedImages.serve(directory, "first", 1);
                StorageDaemon second = ServedImages.serve(directory, "second", 1);
                Guest guest = Guest.start(
                        GuestSpec.of(g -> g.start(Start.FIRMWARE_ONLY).slots(1)));
                QemuBus bus = QemuBus.open(guest.qmpSocket())) {
            bus.attach(HostDevice.disk("first", first.socket(), 1), LONG);
            assertThatExceptionOfType(CapacityException.class)
                    .isThrownBy(() -> bus.attach(HostDevice.disk("second", second.socket(), 1), LONG))
                    .withMessageContaining("all 1 hot-plug slots")
                    .withMessageContaining("-device pcie-root-port,id=slot1,chassis=2,bus=pcie.0");
            assertThat(bus.observe()).containsOnlyKeys("first");
        }
    }

    @Test
    void namesTheOptionsOfAHostWithoutSlots() throws Exception {
        try (StorageDaemon disk = ServedImages.serve(directory, "disk", 1);
                Guest guest = Guest.start(
                        GuestSpec.of(g -> g.start(Start.FIRMWARE_ONLY).slots(0)));
                QemuBus bus = QemuBus.open(guest.qmpSocket())) {
            assertThat(bus.info().slots()).isZero();
            assertThatExceptionOfType(CapacityException.class)
                    .isThrownBy(() -> bus.attach(HostDevice.disk("disk", disk.socket(), 1), LONG))
                    .withMessageContaining("no PCIe port that takes hot-plug")
                    .withMessageContaining("-machine q35");
        }
    }

    @Test
    void namesTheOptionsOfAHostWithoutSharedMemory() throws Exception {
        try (StorageDaemon disk = ServedImages.serve(directory, "disk", 1);
                Guest guest = Guest.start(
                        GuestSpec.of(g -> g.start(Start.FIRMWARE_ONLY).sharedMemory(false)));
                QemuBus bus = QemuBus.open(guest.qmpSocket())) {
            assertThatExceptionOfType(UnsupportedException.class)
                    .isThrownBy(() -> bus.attach(HostDevice.disk("disk", disk.socket(), 1), LONG))
                    .withMessageContaining("-object memory-backend-memfd")
                    .withMessageContaining("share=on");
            assertThat(bus.observe()).isEmpty();
        }
    }

    @Test
    void tellsWhenQemuGoesAndComesBackAndTakesItsDevicesAgain() throws Exception {
        Path monitor = directory.resolve("monitor.sock");
        GuestSpec spec = GuestSpec.of(
                g -> g.start(Start.FIRMWARE_ONLY).qemuOptions("-qmp", "unix:" + monitor + ",server=on,wait=off"));
        try (StorageDaemon disk = ServedImages.serve(directory, "disk", 1);
                QemuBus bus = QemuBus.open(monitor)) {
            List<BusEvent> events = new CopyOnWriteArrayList<>();
            bus.addListener(events::add);
            HostDevice device = HostDevice.disk("disk", disk.socket(), 1);
            assertThat(bus.info().reachable()).isFalse();
            assertThatExceptionOfType(HostException.class)
                    .isThrownBy(() -> bus.attach(device, LONG))
                    .withMessageContaining(monitor.toString())
                    .satisfies(e -> assertThat(e.retryable()).isTrue());
            try (Guest first = Guest.start(spec)) {
                await().atMost(LONG).until(() -> bus.info().reachable());
                bus.attach(device, LONG);
                first.kill();
                await().atMost(LONG).until(() -> !bus.info().reachable());
                assertThat(bus.info().slots()).isEqualTo(4);
                assertThatExceptionOfType(HostException.class).isThrownBy(bus::observe);
            }
            try (Guest second = Guest.start(spec)) {
                await().atMost(LONG).until(() -> bus.info().reachable());
                assertThat(second.isAlive()).isTrue();
                assertThat(bus.observe()).isEmpty();
                bus.attach(device, LONG);
                assertThat(state(bus, "disk")).isEqualTo(State.ATTACHED);
            }
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(events)
                            .extracting(event -> event.getClass().getSimpleName())
                            .containsSubsequence("HostBack", "HostGone", "HostBack", "HostGone"));
        }
    }
}
