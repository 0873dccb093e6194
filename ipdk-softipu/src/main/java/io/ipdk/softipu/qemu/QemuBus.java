package io.ipdk.softipu.qemu;

import io.ipdk.device.DeviceKind;
import io.ipdk.device.FieldDifference;
import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.error.AlreadyExistsException;
import io.ipdk.error.ClosedException;
import io.ipdk.error.HostException;
import io.ipdk.error.IpdkException;
import io.ipdk.softipu.bus.BusEvent;
import io.ipdk.softipu.bus.BusInfo;
import io.ipdk.softipu.bus.HostBus;
import io.ipdk.softipu.bus.HostDevice;
import io.ipdk.softipu.bus.ObservedDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host bus of one QEMU guest, reached over QMP. Devices go into the machine's hot-plug ports; the machine is a q35
 * with one {@code pcie-root-port} for each device it may ever have, and memory that is shared.
 *
 * <p>QEMU may be started, stopped and started again while the bus is open; each time it answers again there is a
 * {@link BusEvent.HostBack}. QEMU connects to back ends that were restarted within a second by itself, and brings the
 * link of a port up then, also of one that was set down: whoever wants it down sets it again when a front end connects.
 *
 * <p>Surprise removal does not exist in QEMU. What it does here: the guest is asked and not waited for, a port's link
 * goes down at once, and what belongs to the device is cleared away when the guest lets go of it.
 *
 * <p>Thread-safe.
 */
public final class QemuBus implements HostBus {

    private static final Logger LOG = LoggerFactory.getLogger(QemuBus.class);
    private static final String DEFAULT_NAMESPACE = "ipdk";
    private static final Duration FIRST_CONNECT = Duration.ofSeconds(2);
    private static final Duration CLEAR_AWAY = Duration.ofSeconds(2);
    private static final Duration COMMAND = Duration.ofSeconds(10);

    private final QmpClient client;
    private final Qemu qemu;
    private final DeviceNames names;
    private final UnplugWatch watch;
    private final PortLink link;
    private final List<Consumer<? super BusEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, ReentrantLock> deviceLocks = new ConcurrentHashMap<>();

    /** Held from the choice of a slot to its use. */
    private final ReentrantLock slotLock = new ReentrantLock();

    private volatile SlotCount slotCount = new SlotCount(0, 0);

    private record SlotCount(int total, int free) {}

    private QemuBus(QmpClient client, DeviceNames names) {
        this.client = client;
        this.names = names;
        this.qemu = new Qemu(client, COMMAND);
        this.watch = new UnplugWatch(names);
        this.link = new PortLink(qemu, names);
        client.addDirectListener(watch::accept);
        client.addListener(this::onEvent);
    }

    /**
     * The bus of the QEMU with this monitor. Returns at once where QEMU answers, after two seconds where it does not; the
     * bus then waits for it in the background.
     *
     * @param qmpSocket as in {@code -qmp unix:PATH,server=on,wait=off}; QEMU serves one client at a time on it
     */
    public static QemuBus open(Path qmpSocket) {
        return open(qmpSocket, DEFAULT_NAMESPACE);
    }

    /**
     * As {@link #open(Path)}, for one of several software IPUs that serve the same guest.
     *
     * @param namespace begins the names of all that this bus makes in QEMU; a letter and up to 15 letters and digits
     */
    public static QemuBus open(Path qmpSocket, String namespace) {
        DeviceNames names = new DeviceNames(namespace);
        QmpClient client = QmpClient.open(qmpSocket);
        QemuBus bus = new QemuBus(client, names);
        client.awaitConnected(FIRST_CONNECT);
        return bus;
    }

    @Override
    public BusInfo info() {
        boolean reachable = false;
        try {
            List<HotplugSlots.Slot> slots = new HotplugSlots(qemu).all();
            int free = (int) slots.stream().filter(HotplugSlots.Slot::free).count();
            slotCount = new SlotCount(slots.size(), free);
            reachable = true;
        } catch (IpdkException e) {
            LOG.debug("QEMU's slots cannot be read", e);
        }
        QmpVersion version = client.version();
        String description = (version == null ? "QEMU" : "QEMU " + version) + " at " + client.socket();
        SlotCount count = slotCount;
        return new BusInfo("qemu", description, reachable, count.total(), count.free(), true, true, true, true);
    }

    @Override
    public void attach(HostDevice device, Duration timeout) {
        locked(device.id(), () -> {
            attachLocked(device, timeout);
            return null;
        });
    }

    private void attachLocked(HostDevice device, Duration timeout) {
        DeviceShape shape = new DeviceShape(device, names, qemu.portsMayHaveMsiX());
        SharedMemory.require(qemu);
        if (isThere(device.id())) {
            confirm(device, shape);
            return;
        }
        new Leftovers(qemu, names).remove(device.id());
        slotLock.lock();
        try {
            new Attachment(qemu, names, device, shape, timeout).run();
        } finally {
            slotLock.unlock();
        }
        watch.forget(device.id());
    }

    private void confirm(HostDevice device, DeviceShape shape) {
        String id = device.id();
        if (watch.isPending(id)) {
            throw new HostException(
                    id + " is still leaving the host, whose guest has not answered",
                    "repeat the unplug until it has gone, then plug it again",
                    true);
        }
        List<FieldDifference> differences = shape.differences(qemu, path(id));
        if (!differences.isEmpty()) {
            throw new AlreadyExistsException("host device '" + names.device(id) + "'", differences);
        }
        if (device.kind() == DeviceKind.PORT) {
            link.set(id, device.linkUp());
        }
    }

    @Override
    public UnplugOutcome detach(String id, UnplugMode mode) {
        return locked(id, () -> {
            Detachment detachment = new Detachment(qemu, names, watch, id);
            return mode instanceof UnplugMode.Graceful graceful
                    ? detachment.graceful(graceful.timeout())
                    : detachment.surprise();
        });
    }

    @Override
    public Map<String, ObservedDevice> observe() {
        return new Observation(qemu, names, watch.pending()).read();
    }

    @Override
    public void setLink(String id, boolean up) {
        link.set(id, up);
    }

    @Override
    public void addListener(Consumer<? super BusEvent> listener) {
        listeners.add(listener);
    }

    private void onEvent(QmpEvent event) {
        BusEvent told = toBusEvent(event);
        if (told == null) {
            return;
        }
        if (told instanceof BusEvent.DeviceGone gone) {
            clearAway(gone.id());
        }
        for (Consumer<? super BusEvent> listener : listeners) {
            try {
                listener.accept(told);
            } catch (RuntimeException e) {
                LOG.warn("a listener of the host bus failed on {}", told, e);
            }
        }
    }

    private @Nullable BusEvent toBusEvent(QmpEvent event) {
        if (event instanceof QmpEvent.Connected) {
            return new BusEvent.HostBack();
        }
        if (event instanceof QmpEvent.Disconnected gone) {
            return new BusEvent.HostGone(gone.reason());
        }
        QmpEvent.Named named = (QmpEvent.Named) event;
        String id = names.idOfDevice(named.data().path("device").asText("")).orElse(null);
        return switch (named.name()) {
            case "RESET" -> new BusEvent.HostReset();
            case "DEVICE_DELETED" -> id == null ? null : new BusEvent.DeviceGone(id);
            case "DEVICE_UNPLUG_GUEST_ERROR" -> id == null ? null : new BusEvent.UnplugRefused(id);
            default -> null;
        };
    }

    /**
     * A device that left when nobody waits for it any more leaves its back ends behind. A detach that is under way removes
     * them itself, and soon, since the device has left.
     */
    private void clearAway(String id) {
        ReentrantLock lock = deviceLock(id);
        try {
            if (!lock.tryLock(CLEAR_AWAY.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            if (!isThere(id)) {
                watch.forget(id);
                new Leftovers(qemu, names).remove(id);
            }
        } catch (ClosedException e) {
            LOG.debug("the bus was closed before what {} left could be removed", id, e);
        } catch (IpdkException e) {
            LOG.warn("what {} left in QEMU could not be removed; the next plug or unplug of it tries again", id, e);
        } finally {
            lock.unlock();
        }
    }

    private boolean isThere(String id) {
        return qemu.findList(path(id)).isPresent();
    }

    private String path(String id) {
        return "/machine/peripheral/" + names.device(id);
    }

    private <T extends @Nullable Object> T locked(String id, Supplier<T> action) {
        ReentrantLock lock = deviceLock(id);
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private ReentrantLock deviceLock(String id) {
        return deviceLocks.computeIfAbsent(names.device(id), name -> new ReentrantLock());
    }

    @Override
    public void close() {
        client.close();
    }
}
