package io.ipdk.softipu.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.error.CapacityException;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.softipu.bus.BusEvent;
import io.ipdk.softipu.bus.HostDevice;
import io.ipdk.unit.Bandwidth;
import io.ipdk.unit.MacAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The order of steps and what happens between them; what QEMU itself does is seen with real guests. */
@Timeout(60)
class QemuBusTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final UnplugMode PATIENT = UnplugMode.graceful(LONG);
    private static final MacAddress MAC = MacAddress.of("52:54:00:00:00:01");

    @TempDir
    Path directory;

    private FakeQemu qemu;
    private FakeMachine machine;
    private QemuBus bus;

    @BeforeEach
    void open() throws Exception {
        qemu = new FakeQemu(directory.resolve("qmp"));
        machine = new FakeMachine(qemu, "slot0", "slot1");
        qemu.start();
        bus = QemuBus.open(directory.resolve("qmp"));
    }

    @AfterEach
    void close() throws Exception {
        bus.close();
        qemu.close();
    }

    private HostDevice port() {
        return HostDevice.port("web0", directory.resolve("web0.sock"), MAC, 2);
    }

    private HostDevice disk() {
        return HostDevice.disk("disk0", directory.resolve("disk0.sock"), 4);
    }

    private List<String> changes() {
        return qemu.commands().stream()
                .filter(command -> command.matches(".*[_-](add|del|remove)|set_link"))
                .toList();
    }

    @Test
    void plugsAPortFromTheSocketToTheDevice() {
        bus.attach(port().withLinkSpeed(Bandwidth.gbps(25)).withMtu(9000), LONG);
        assertThat(changes()).containsSubsequence("chardev-add", "netdev_add", "device_add");
        JsonNode device = machine.device("ipdk.web0");
        assertThat(device.path("driver").asText()).isEqualTo("virtio-net-pci");
        assertThat(device.path("mac").asText()).isEqualTo(MAC.toString());
        assertThat(device.path("mq").asBoolean()).isTrue();
        assertThat(device.path("vectors").asInt()).isEqualTo(6);
        assertThat(device.path("speed").asInt()).isEqualTo(25000);
        assertThat(device.path("duplex").asText()).isEqualTo("full");
        assertThat(device.path("host_mtu").asInt()).isEqualTo(9000);
        assertThat(device.has("bootindex")).isFalse();
    }

    @Test
    void plugsADiskWithItsQueuesAndItsPlaceInTheBootOrder() {
        bus.attach(disk().withBootOrder(1), LONG);
        JsonNode device = machine.device("ipdk.disk0");
        assertThat(device.path("driver").asText()).isEqualTo("vhost-user-blk-pci");
        assertThat(device.path("num-queues").asInt()).isEqualTo(4);
        assertThat(device.path("bootindex").asInt()).isEqualTo(1);
        assertThat(changes()).doesNotContain("netdev_add");
    }

    @Test
    void leavesAPortWithoutMsiXWhereQemuWouldEndOfIt() {
        qemu.answer("query-kvm", "{\"enabled\":false,\"present\":true}");
        bus.attach(port(), LONG);
        assertThat(machine.device("ipdk.web0").path("vectors").asInt(-1)).isZero();
        bus.attach(port(), LONG);
    }

    @Test
    void namesTheReconnectTimeAsLaterQemusDo() throws Exception {
        qemu.stop();
        qemu.greeting(FakeQemu.GREETING.replace("\"major\":7", "\"major\":10")).start();
        await().until(() -> bus.info().reachable());
        bus.attach(disk(), LONG);
        JsonNode data = qemu.messages().stream()
                .filter(message -> message.path("execute").asText().equals("chardev-add"))
                .findFirst()
                .orElseThrow()
                .at("/arguments/backend/data");
        assertThat(data.path("reconnect-ms").asInt()).isEqualTo(1000);
        assertThat(data.has("reconnect")).isFalse();
    }

    @Test
    void takesBackInReverseOrderWhatCameBeforeAFailureAndTellsTheFailure() {
        qemu.refuse("device_add", "GenericError", "Property 'virtio-net-pci.speed' not found");
        assertThatExceptionOfType(QmpException.class)
                .isThrownBy(() -> bus.attach(port(), LONG))
                .withMessageContaining("virtio-net-pci.speed");
        assertThat(changes()).endsWith("chardev-add", "netdev_add", "device_add", "netdev_del", "chardev-remove");
        assertThat(machine.everything()).isEmpty();
    }

    @Test
    void keepsAPortWhoseLinkCannotBeSetAndSetsItWhenAskedAgain() {
        qemu.refuse("set_link", "GenericError", "no");
        assertThatExceptionOfType(QmpException.class)
                .isThrownBy(() -> bus.attach(port().withLinkUp(false), LONG))
                .withMessageContaining("set_link");
        assertThat(machine.everything()).hasSize(3);
        qemu.answer("set_link", "{}");
        bus.attach(port().withLinkUp(false), LONG);
        assertThat(qemu.messages()
                        .get(qemu.messages().size() - 1)
                        .at("/arguments/up")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void takesTheNextSlotWhereAnotherProgramWasFaster() {
        qemu.answer(
                "device_add",
                arguments -> arguments.path("bus").asText().equals("slot0")
                        ? FakeMachine.error(
                                "GenericError",
                                "PCI: slot 0 function 0 not available for vhost-user-blk-pci, in use by virtio-net-pci,id=x")
                        : machine.addDevice(arguments));
        bus.attach(disk(), LONG);
        assertThat(machine.device("ipdk.disk0").path("bus").asText()).isEqualTo("slot1");
    }

    @Test
    void leavesNothingBehindWhereOthersTookTheLastSlot() {
        qemu.refuse("device_add", "GenericError", "PCI: slot 0 function 0 not available for x, in use by y,id=z");
        assertThatExceptionOfType(CapacityException.class)
                .isThrownBy(() -> bus.attach(disk(), LONG))
                .withMessageContaining("others took the last of 2");
        assertThat(machine.everything()).isEmpty();
    }

    @Test
    void fillsSlotsInTheOrderOfTheirNumbers() throws Exception {
        qemu.stop();
        machine = new FakeMachine(qemu, "slot10", "slot9", "slot2");
        qemu.start();
        await().until(() -> bus.info().reachable());
        bus.attach(disk(), LONG);
        assertThat(machine.device("ipdk.disk0").path("bus").asText()).isEqualTo("slot2");
    }

    @Test
    void clearsAwayInOrderWhenTheGuestLetsGo() throws Exception {
        bus.attach(port(), LONG);
        CompletableFuture<UnplugOutcome> unplug = CompletableFuture.supplyAsync(() -> bus.detach("web0", PATIENT));
        await().until(() -> changes().contains("device_del"));
        assertThat(machine.everything()).hasSize(3);
        machine.letGo("ipdk.web0");
        assertThat(unplug).succeedsWithin(LONG).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
        // The event of the device's end has the same cleared away once more; whichever comes second finds nothing.
        assertThat(changes()).containsSubsequence("device_del", "netdev_del", "chardev-remove");
        assertThat(machine.everything()).isEmpty();
    }

    @Test
    void triesAgainWhileQemuStillHoldsTheSocket() throws Exception {
        bus.attach(disk(), LONG);
        int before = qemu.commands().size();
        int[] refusals = {3};
        qemu.answer(
                "chardev-remove",
                arguments -> refusals[0]-- > 0
                        ? FakeMachine.error(
                                "GenericError",
                                "Chardev '" + arguments.path("id").asText() + "' is busy")
                        : "\"return\":{}");
        machine.letGo("ipdk.disk0");
        assertThat(bus.detach("disk0", PATIENT)).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
        assertThat(qemu.commands().subList(before, qemu.commands().size()))
                .filteredOn("chardev-remove"::equals)
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void tellsARefusalAndKeepsTheDevice() throws Exception {
        List<BusEvent> events = new CopyOnWriteArrayList<>();
        bus.addListener(events::add);
        bus.attach(port(), LONG);
        CompletableFuture<UnplugOutcome> unplug = CompletableFuture.supplyAsync(() -> bus.detach("web0", PATIENT));
        await().until(() -> changes().contains("device_del"));
        qemu.event(
                "DEVICE_UNPLUG_GUEST_ERROR", "{\"device\":\"ipdk.web0\",\"path\":\"/machine/peripheral/ipdk.web0\"}");
        assertThat(unplug).succeedsWithin(LONG).isEqualTo(UnplugOutcome.REFUSED_BY_HOST);
        assertThat(machine.everything()).hasSize(3);
        await().untilAsserted(() -> assertThat(events).contains(new BusEvent.UnplugRefused("web0")));
        bus.attach(port(), LONG);
    }

    @Test
    void waitsOnWhereQemuSaysThatTheGuestWasAskedBefore() throws Exception {
        bus.attach(disk(), LONG);
        qemu.refuse("device_del", "GenericError", "Device ipdk.disk0 is already in the process of unplug");
        CompletableFuture<UnplugOutcome> unplug = CompletableFuture.supplyAsync(() -> bus.detach("disk0", PATIENT));
        await().until(() -> changes().contains("device_del"));
        machine.letGo("ipdk.disk0");
        assertThat(unplug).succeedsWithin(LONG).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
    }

    @Test
    void tellsWhyADeviceCannotBeUnpluggedAtAll() {
        bus.attach(disk(), LONG);
        qemu.refuse("device_del", "GenericError", "Device 'x' does not support hotunplugging");
        assertThatExceptionOfType(QmpException.class)
                .isThrownBy(() -> bus.detach("disk0", PATIENT))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(QmpErrorKind.NO_HOTPLUG));
    }

    @Test
    void noticesADeviceThatLeftWithoutAnEvent() throws Exception {
        bus.attach(disk(), LONG);
        qemu.answer("device_del", arguments -> {
            machine.forget(arguments.path("id").asText());
            return "\"return\":{}";
        });
        assertThat(bus.detach("disk0", PATIENT)).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
        assertThat(machine.everything()).isEmpty();
    }

    @Test
    void letsAListenerUnplugAnotherDevice() throws Exception {
        bus.attach(port(), LONG);
        bus.attach(disk(), LONG);
        CompletableFuture<UnplugOutcome> unplug = new CompletableFuture<>();
        bus.addListener(event -> {
            if (event instanceof BusEvent.HostReset) {
                unplug.complete(bus.detach("disk0", PATIENT));
            }
        });
        qemu.event("RESET", "{\"guest\":true}");
        await().until(() -> changes().contains("device_del"));
        machine.letGo("ipdk.disk0");
        assertThat(unplug).succeedsWithin(LONG).isEqualTo(UnplugOutcome.ACKNOWLEDGED);
    }

    @Test
    void leavesTheDevicesOfOthersAlone() throws Exception {
        bus.attach(disk(), LONG);
        assertThat(bus.observe()).containsOnlyKeys("disk0");
        bus.close();
        bus = QemuBus.open(directory.resolve("qmp"), "other");
        assertThat(bus.info().reachable()).isTrue();
        assertThat(bus.observe()).isEmpty();
        assertThat(bus.info().freeSlots()).isEqualTo(1);
    }

    @Test
    void refusesNamesAndQueuesThatQemuCannotHave() {
        assertThatExceptionOfType(InvalidSpecException.class)
                .isThrownBy(() -> bus.attach(HostDevice.disk("a b", directory.resolve("s"), 1), LONG))
                .withMessageContaining("a b");
        assertThatExceptionOfType(InvalidSpecException.class)
                .isThrownBy(() -> bus.attach(HostDevice.port("p", directory.resolve("s"), MAC, 1024), LONG))
                .withMessageContaining("1 to 1023");
        assertThatExceptionOfType(InvalidSpecException.class)
                .isThrownBy(() -> QemuBus.open(directory.resolve("qmp"), "0x"))
                .withMessageContaining("namespace");
    }
}
