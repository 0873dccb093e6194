package io.ipdk.device;

import io.ipdk.error.NotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The devices of one kind that an IPU serves to its host.
 *
 * <p>Names are 1–36 characters of {@code a-z A-Z 0-9 _ . -}, starting with a letter or digit, unique for each kind.
 *
 * <p>Thread-safe.
 *
 * @param <D> the device
 * @param <S> its spec
 * @param <B> the spec's builder
 */
public interface VirtualDevices<D extends VirtualDevice<S, B>, S extends DeviceSpec<S, B>, B> {

    /**
     * Ensures that a device of this name and spec is on the host's bus.
     *
     * <p>Same name and equal spec: returns what is there. The call returns when the spec is <em>applied</em>: the device
     * is on the bus and served. Whether the host's driver uses it is observed later:
     * {@link VirtualDevice#awaitReady}.
     *
     * @throws io.ipdk.error.InvalidSpecException a field is outside the {@link io.ipdk.Capabilities}
     * @throws io.ipdk.error.AlreadyExistsException the name is there with another spec; says the differences
     * @throws io.ipdk.error.CapacityException no free slot
     * @throws io.ipdk.error.HostException the host's side refused or is not reachable
     * @throws io.ipdk.error.StorageException a disk's back end cannot be opened
     */
    D plug(String name, S spec);

    /** {@link #plug(String, DeviceSpec)} with a spec made by the given steps from the kind's defaults. */
    D plug(String name, Consumer<? super B> spec);

    /** {@link #plug(String, DeviceSpec)}, completed on a thread of the IPU. */
    CompletableFuture<D> plugAsync(String name, S spec);

    /** {@link #plug(String, Consumer)}, completed on a thread of the IPU. */
    CompletableFuture<D> plugAsync(String name, Consumer<? super B> spec);

    /** What {@link #plug(String, DeviceSpec)} or an update to this spec would do; changes nothing. */
    Plan plan(String name, S spec);

    /** {@link #plan(String, DeviceSpec)} with a spec made by the given steps from the kind's defaults. */
    Plan plan(String name, Consumer<? super B> spec);

    /** The device of this name, if it is there. */
    Optional<D> find(String name);

    /**
     * The device of this name.
     *
     * @throws NotFoundException with the names that are there
     */
    default D get(String name) {
        return find(name)
                .orElseThrow(() -> new NotFoundException(
                        "no device is named '" + name + "'",
                        "there are: " + list().stream().map(VirtualDevice::name).toList()));
    }

    /** All devices of this kind, by name. */
    List<D> list();
}
