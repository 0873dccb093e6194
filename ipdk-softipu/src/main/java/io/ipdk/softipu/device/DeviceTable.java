package io.ipdk.softipu.device;

import io.ipdk.device.DeviceSpec;
import io.ipdk.device.FieldDifference;
import io.ipdk.device.Plan;
import io.ipdk.device.Plan.Action;
import io.ipdk.device.VirtualDevice;
import io.ipdk.device.VirtualDevices;
import io.ipdk.error.CapacityException;
import io.ipdk.error.IpdkException;
import io.ipdk.softipu.bus.BusInfo;
import io.ipdk.softipu.journal.Intent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The devices of one kind, by name.
 *
 * <p>Thread-safe.
 *
 * @param <D> the device as the application sees it
 * @param <S> its spec
 * @param <B> the spec's builder
 * @param <M> the device as it is managed; each is also a {@code D}
 */
public abstract class DeviceTable<
                D extends VirtualDevice<S, B>, S extends DeviceSpec<S, B>, B, M extends ManagedDevice<S, B, ?>>
        implements VirtualDevices<D, S, B> {

    private final DeviceContext context;
    private final DeviceService<S, ?> service;
    private final Function<M, D> asDevice;
    private final Map<String, M> devices = new ConcurrentHashMap<>();

    protected DeviceTable(DeviceContext context, DeviceService<S, ?> service, Function<M, D> asDevice) {
        this.context = context;
        this.service = service;
        this.asDevice = asDevice;
    }

    /** Makes the object of a device that is not there yet; {@code forget} takes it out of this table. */
    protected abstract M newDevice(String name, Runnable forget);

    /** The kind's default spec changed by the given steps. */
    protected abstract S specOf(Consumer<? super B> steps);

    @Override
    public final D plug(String name, S spec) {
        DeviceName.check(name);
        while (true) {
            M device = devices.computeIfAbsent(name, this::create);
            if (device.ensure(spec)) {
                return asDevice.apply(device);
            }
            // Another thread unplugged this very object meanwhile.
            devices.remove(name, device);
        }
    }

    private M create(String name) {
        return newDevice(name, () -> devices.computeIfPresent(name, (n, device) -> device.isListed() ? device : null));
    }

    @Override
    public final D plug(String name, Consumer<? super B> spec) {
        return plug(name, specOf(spec));
    }

    @Override
    public final CompletableFuture<D> plugAsync(String name, S spec) {
        return CompletableFuture.supplyAsync(() -> plug(name, spec), context.executor());
    }

    @Override
    public final CompletableFuture<D> plugAsync(String name, Consumer<? super B> spec) {
        return CompletableFuture.supplyAsync(() -> plug(name, spec), context.executor());
    }

    @Override
    public final Plan plan(String name, S spec) {
        List<String> problems = new ArrayList<>();
        check(problems, () -> DeviceName.check(name));
        check(
                problems,
                () -> service.validate(name, spec, context.capabilities().get()));
        Optional<S> present = find(name).map(VirtualDevice::spec);
        if (present.isEmpty()) {
            problems.addAll(service.problems(spec));
            check(
                    problems,
                    () -> requireFreeSlot(
                            context.buses().bus(service.host(spec)).info()));
            return new Plan(Action.PLUG, List.of(), List.of(), problems);
        }
        List<FieldDifference> differences = present.get().differences(spec);
        if (differences.isEmpty()) {
            return new Plan(Action.NOTHING, List.of(), List.of(), problems);
        }
        List<FieldDifference> fixed =
                differences.stream().filter(d -> !d.live()).toList();
        if (fixed.isEmpty()) {
            return new Plan(Action.UPDATE, differences, service.disruption(present.get(), differences), problems);
        }
        fixed.forEach(difference -> problems.add(difference + ", which cannot change while it is plugged"));
        return new Plan(Action.CONFLICT, fixed, List.of(), problems);
    }

    private static void requireFreeSlot(BusInfo host) {
        if (host.freeSlots() == 0) {
            throw new CapacityException(
                    "all " + host.slots() + " hot-plug slots of the host are in use", "unplug a device or add slots");
        }
    }

    private static void check(List<String> problems, Runnable rule) {
        try {
            rule.run();
        } catch (IpdkException broken) {
            problems.add(String.valueOf(broken.getMessage()));
        }
    }

    @Override
    public final Plan plan(String name, Consumer<? super B> spec) {
        return plan(name, specOf(spec));
    }

    @Override
    public final Optional<D> find(String name) {
        @Nullable M device = devices.get(name);
        return device == null || !device.isListed() ? Optional.empty() : Optional.of(asDevice.apply(device));
    }

    @Override
    public final List<D> list() {
        return devices.values().stream()
                .filter(ManagedDevice::isListed)
                .sorted(Comparator.comparing(ManagedDevice::name))
                .map(asDevice)
                .toList();
    }

    /** The devices that are there, as they are managed. */
    protected final Stream<M> managed() {
        return devices.values().stream().filter(ManagedDevice::isListed);
    }

    /** Takes up an intent of this kind that an earlier process left in the journal. */
    public final void resume(Intent intent) {
        devices.computeIfAbsent(intent.name(), this::create).resume(intent);
    }

    /** The host is back after it was away. */
    public final void reattachAll() {
        devices.values().forEach(ManagedDevice::reattach);
    }

    /** The host gave up the device with this id on the bus, if it is one of this table. */
    public final void hostGaveUp(String busId) {
        devices.values().stream().filter(device -> device.busId().equals(busId)).forEach(ManagedDevice::hostGaveUp);
    }

    /** Stops serving all devices and keeps their intents. */
    public final void closeAll() {
        devices.values().forEach(ManagedDevice::closeServed);
    }
}
