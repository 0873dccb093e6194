package io.ipdk.softipu.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ipdk.device.DeviceSpec;
import io.ipdk.device.DeviceStatus;
import io.ipdk.device.FieldDifference;
import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.device.VirtualDevice;
import io.ipdk.error.AlreadyExistsException;
import io.ipdk.error.HostException;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.error.IpdkException;
import io.ipdk.error.NotFoundException;
import io.ipdk.event.IpuEvent;
import io.ipdk.softipu.bus.HostBus;
import io.ipdk.softipu.bus.HostDevice;
import io.ipdk.softipu.bus.ObservedDevice;
import io.ipdk.softipu.device.Observation.Stage;
import io.ipdk.softipu.journal.Intent;
import io.ipdk.softipu.journal.IntentPhase;
import io.ipdk.unit.PciAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One device from plug to unplug: the journal first, then the back end, then the bus; and the other way round when it
 * leaves.
 *
 * <p>Thread-safe: operations on one device follow each other, observations do not wait for them.
 *
 * @param <S> the spec
 * @param <B> the spec's builder
 * @param <V> the served device
 */
public abstract class ManagedDevice<S extends DeviceSpec<S, B>, B, V extends ServedDevice<S>>
        implements VirtualDevice<S, B> {

    private final String name;
    private final String busId;
    private final DeviceService<S, V> service;
    private final DeviceContext context;
    private final Runnable forget;
    private final Observation observation;
    private final ReentrantLock operation = new ReentrantLock();

    private volatile @Nullable S spec;
    private volatile @Nullable V served;
    private volatile @Nullable HostBus bus;
    private volatile IntentPhase journaled = IntentPhase.PLUGGING;
    private long version;

    /**
     * Makes a device that is not plugged yet.
     *
     * @param forget takes the device out of the table it is found in
     */
    protected ManagedDevice(String name, DeviceService<S, V> service, DeviceContext context, Runnable forget) {
        this.name = name;
        this.busId = DeviceName.busId(service.kind(), name);
        this.service = service;
        this.context = context;
        this.forget = forget;
        this.observation = new Observation(service.kind(), name, context.events());
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final S spec() {
        S present = spec;
        if (present == null) {
            throw new HostException(label() + " is being plugged by another thread", "ask again", true);
        }
        return present;
    }

    @Override
    public final DeviceStatus status() {
        return observation.status();
    }

    @Override
    public final DeviceStatus awaitReady(Duration timeout) {
        return observation.awaitReady(timeout);
    }

    @Override
    public final CompletableFuture<DeviceStatus> awaitReadyAsync(Duration timeout) {
        return CompletableFuture.supplyAsync(() -> awaitReady(timeout), context.executor());
    }

    /** Whether there is a back end, and the device is not gone. */
    protected final boolean isServed() {
        return served != null && observation.stage() != Stage.GONE;
    }

    /** The back end; the last one if the device is gone. */
    protected final V served() {
        V present = served;
        if (present == null) {
            throw new HostException(
                    label() + " is not served: " + status().reason(), "mend that, then plug it again", true);
        }
        return present;
    }

    /** Where the host's bus shows the device; empty if the bus cannot tell, or not now. */
    protected final Optional<PciAddress> pciAddress() {
        try {
            ObservedDevice observed = bus().observe().get(busId);
            return observed == null ? Optional.empty() : Optional.ofNullable(observed.pci());
        } catch (IpdkException hostAway) {
            return Optional.empty();
        }
    }

    final String busId() {
        return busId;
    }

    final boolean isListed() {
        return spec != null && observation.stage() != Stage.GONE;
    }

    /**
     * Makes sure that the device is there with this spec.
     *
     * @return false if this object's life is over and a new one has to be made
     */
    final boolean ensure(S wanted) {
        operation.lock();
        try {
            S present = spec;
            if (observation.stage() == Stage.GONE) {
                return false;
            }
            if (present == null) {
                plugNew(wanted);
                return true;
            }
            List<FieldDifference> differences = present.differences(wanted);
            if (!differences.isEmpty()) {
                throw new AlreadyExistsException(label(), differences);
            }
            if (observation.stage() == Stage.UNPLUGGING) {
                throw new HostException(
                        label() + " is being unplugged", "unplug it again to learn how that ends", true);
            }
            bring(present);
            return true;
        } finally {
            operation.unlock();
        }
    }

    private void plugNew(S wanted) {
        try {
            service.validate(name, wanted, context.capabilities().get());
            bus = context.buses().bus(service.host(wanted));
            version = 1;
            context.journal().write(intent(wanted, IntentPhase.PLUGGING));
            observation.desired(version);
            spec = wanted;
            bring(wanted);
        } catch (IpdkException e) {
            withdraw(e);
            throw e;
        }
    }

    /** Serves and attaches whatever of it is not there yet. */
    private void bring(S wanted) {
        V back = served;
        if (back == null) {
            back = service.serve(name, wanted, new Listener());
            served = back;
        }
        bus().attach(back.hostDevice(wanted), context.attachTimeout());
        advanceTo(IntentPhase.PLUGGED);
        observation.applied(version);
        observation.stage(Stage.ON_BUS, "");
        observe();
    }

    private void withdraw(IpdkException cause) {
        try {
            removeServed();
            context.journal().remove(service.kind(), name);
        } catch (IpdkException e) {
            cause.addSuppressed(e);
        }
        observation.stage(Stage.GONE, "could not be plugged: " + cause.getMessage());
        forget.run();
    }

    @Override
    public final DeviceStatus update(S wanted) {
        operation.lock();
        try {
            requireThere();
            S present = spec();
            List<FieldDifference> differences = present.differences(wanted);
            if (differences.isEmpty()) {
                return status();
            }
            differences.stream()
                    .filter(difference -> !difference.live())
                    .findFirst()
                    .ifPresent(fixed -> {
                        throw new InvalidSpecException(
                                fixed.field(),
                                fixed.wanted(),
                                fixed.present() + " for as long as " + label() + " is plugged",
                                "unplug it and plug it with the new spec");
                    });
            service.validate(name, wanted, context.capabilities().get());
            change(present, wanted);
            return status();
        } finally {
            operation.unlock();
        }
    }

    private void change(S present, S wanted) {
        version++;
        context.journal().write(intent(wanted, journaled));
        try {
            V back = served();
            HostDevice before = back.hostDevice(present);
            back.apply(wanted);
            spec = wanted;
            observation.desired(version);
            show(before, back.hostDevice(wanted));
        } catch (IpdkException e) {
            revert(present, e);
            throw e;
        }
        observation.applied(version);
        long updated = version;
        context.events().publish((sequence, at) -> new IpuEvent.Updated(sequence, at, kind(), name, updated));
    }

    private void revert(S present, IpdkException cause) {
        try {
            version++;
            V back = served;
            if (back != null) {
                back.apply(present);
            }
            spec = present;
            context.journal().write(intent(present, journaled));
            observation.desired(version);
            observation.applied(version);
        } catch (IpdkException e) {
            cause.addSuppressed(e);
        }
    }

    /** Brings the host's view up to date: by the link alone if that is all, else by taking the device out and in again. */
    private void show(HostDevice before, HostDevice after) {
        if (before.equals(after)) {
            return;
        }
        if (before.withLinkUp(after.linkUp()).equals(after)) {
            bus().setLink(busId, after.linkUp());
            return;
        }
        UnplugOutcome outcome = bus().detach(busId, UnplugMode.graceful(context.attachTimeout()));
        if (outcome != UnplugOutcome.ACKNOWLEDGED) {
            throw new HostException(
                    label() + " has to leave the host and come back for this change, but the host answered " + outcome,
                    "ask again when the host's driver lets go",
                    true);
        }
        observation.forgetObserved();
        bus().attach(after, context.attachTimeout());
    }

    @Override
    public final UnplugOutcome unplug(UnplugMode mode) {
        operation.lock();
        try {
            if (observation.stage() == Stage.GONE) {
                return UnplugOutcome.ACKNOWLEDGED;
            }
            advanceTo(IntentPhase.UNPLUGGING);
            observation.stage(Stage.UNPLUGGING, "");
            UnplugOutcome outcome;
            try {
                outcome = bus().detach(busId, mode);
            } catch (IpdkException e) {
                observation.stage(Stage.UNPLUGGING, "the host could not be asked: " + e.getMessage());
                throw e;
            }
            switch (outcome) {
                case ACKNOWLEDGED, SURPRISE -> finishUnplug(outcome);
                case REFUSED_BY_HOST -> {
                    advanceTo(IntentPhase.PLUGGED);
                    observation.stage(Stage.ON_BUS, "");
                    announceUnplug(outcome);
                }
                case TIMED_OUT -> {
                    observation.stage(Stage.UNPLUGGING, "the host has not answered yet; unplug again to resume");
                    announceUnplug(outcome);
                }
            }
            return outcome;
        } finally {
            operation.unlock();
        }
    }

    private void finishUnplug(UnplugOutcome outcome) {
        removeServed();
        context.journal().remove(service.kind(), name);
        observation.stage(Stage.GONE, "");
        forget.run();
        announceUnplug(outcome);
    }

    private void announceUnplug(UnplugOutcome outcome) {
        context.events().publish((sequence, at) -> new IpuEvent.UnplugEnded(sequence, at, kind(), name, outcome));
    }

    /** Takes up an intent that an earlier process left behind; what the host has decides how it goes on. */
    final void resume(Intent intent) {
        operation.lock();
        try {
            S wanted = service.codec().read(intent.spec());
            spec = wanted;
            version = intent.version();
            journaled = intent.phase();
            observation.desired(version);
            bus = context.buses().bus(service.host(wanted));
            boolean onHost = isOnHost();
            if (journaled == IntentPhase.UNPLUGGING && !onHost) {
                finishUnplug(UnplugOutcome.ACKNOWLEDGED);
            } else if (!service.survivesRestart(wanted)) {
                observation.stage(
                        Stage.PLUGGING,
                        "its content was lost with the process that kept it; unplug it, by surprise if need be");
            } else if (journaled == IntentPhase.UNPLUGGING) {
                served = service.serve(name, wanted, new Listener());
                observation.applied(version);
                observation.stage(Stage.UNPLUGGING, "an unplug was cut off; unplug again to resume");
            } else {
                bring(wanted);
            }
        } catch (IpdkException e) {
            troubled(e);
        } finally {
            operation.unlock();
        }
    }

    /** The host is back after it was away: attaches what it has lost. */
    final void reattach() {
        operation.lock();
        try {
            S present = spec;
            if (present != null && observation.stage() == Stage.ON_BUS) {
                bring(present);
            } else if (observation.stage() == Stage.UNPLUGGING && !isOnHost()) {
                finishUnplug(UnplugOutcome.ACKNOWLEDGED);
            }
        } catch (IpdkException e) {
            troubled(e);
        } finally {
            operation.unlock();
        }
    }

    /** The host gave the device up, asked or not. */
    final void hostGaveUp() {
        operation.lock();
        try {
            if (observation.stage() == Stage.UNPLUGGING) {
                finishUnplug(UnplugOutcome.ACKNOWLEDGED);
            } else if (observation.stage() == Stage.ON_BUS && !isOnHost()) {
                observation.stage(Stage.ON_BUS, "the host removed it; plug it again to bring it back");
            }
        } catch (IpdkException e) {
            troubled(e);
        } finally {
            operation.unlock();
        }
    }

    private boolean isOnHost() {
        return bus().observe().containsKey(busId);
    }

    private HostBus bus() {
        return Objects.requireNonNull(bus, "the bus is known before the device is brought to it");
    }

    private void troubled(IpdkException e) {
        observation.stage(observation.stage(), String.valueOf(e.getMessage()));
        new Listener().faulted(String.valueOf(e.getMessage()));
    }

    private void removeServed() {
        V back = served;
        if (back != null) {
            back.remove();
        }
    }

    /** Stops serving and keeps the intent: the IPU is closing. */
    final void closeServed() {
        V back = served;
        if (back != null) {
            back.close();
        }
    }

    @Override
    public final DeviceStatus update(Consumer<? super B> change) {
        return update(changed(change));
    }

    @Override
    public final CompletableFuture<DeviceStatus> updateAsync(S wanted) {
        return CompletableFuture.supplyAsync(() -> update(wanted), context.executor());
    }

    @Override
    public final CompletableFuture<DeviceStatus> updateAsync(Consumer<? super B> change) {
        return CompletableFuture.supplyAsync(() -> update(change), context.executor());
    }

    @Override
    public final CompletableFuture<UnplugOutcome> unplugAsync(UnplugMode mode) {
        return CompletableFuture.supplyAsync(() -> unplug(mode), context.executor());
    }

    /** The present spec changed by the given steps. */
    protected abstract S changed(Consumer<? super B> change);

    private void advanceTo(IntentPhase next) {
        if (journaled != next) {
            context.journal().advance(service.kind(), name, journaled, next);
            journaled = next;
        }
    }

    private Intent intent(S wanted, IntentPhase phase) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        service.codec().write(wanted, json);
        return new Intent(service.kind(), name, version, phase, json);
    }

    private void requireThere() {
        if (observation.stage() == Stage.GONE) {
            throw new NotFoundException(label() + " was unplugged", "plug it again");
        }
    }

    private String label() {
        return busId.replaceFirst("-", " '") + "'";
    }

    private void observe() {
        V back = served;
        if (back != null) {
            observation.host(back.isConnected(), back.isDriverReady());
        }
    }

    private final class Listener implements ServedDevice.Listener {
        @Override
        public void observationChanged() {
            observe();
        }

        @Override
        public void faulted(String cause) {
            context.events().publish((sequence, at) -> new IpuEvent.Faulted(sequence, at, kind(), name, cause));
        }
    }

    @Override
    public final String toString() {
        return label() + " " + status().phase();
    }
}
