package io.ipdk.device;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One device that an IPU serves to its host.
 *
 * <p>After a successful unplug the object stays readable; calls that change it raise
 * {@link io.ipdk.error.NotFoundException}.
 *
 * <p>Thread-safe.
 *
 * @param <S> the device's spec
 * @param <B> the spec's builder
 */
public interface VirtualDevice<S extends DeviceSpec<S, B>, B> {

    String name();

    DeviceKind kind();

    /** What was asked for last. */
    S spec();

    /** What is desired, applied and observed just now. */
    DeviceStatus status();

    /**
     * Puts a changed spec into force without unplugging.
     *
     * @return the status right after the change was applied
     * @throws io.ipdk.error.InvalidSpecException a field is out of range, or cannot change live
     */
    DeviceStatus update(S spec);

    /** {@link #update(DeviceSpec)} with the present spec changed by the given steps. */
    DeviceStatus update(Consumer<? super B> change);

    /** {@link #update(DeviceSpec)}, completed on a thread of the IPU. */
    CompletableFuture<DeviceStatus> updateAsync(S spec);

    /** {@link #update(Consumer)}, completed on a thread of the IPU. */
    CompletableFuture<DeviceStatus> updateAsync(Consumer<? super B> change);

    /**
     * Waits until the host is seen to use what was asked for.
     *
     * @throws io.ipdk.error.DeadlineExceededException not in time; names the phase and the reason
     * @throws io.ipdk.error.NotFoundException the device was unplugged meanwhile
     */
    DeviceStatus awaitReady(Duration timeout);

    /** {@link #awaitReady(Duration)}, completed on a thread of the IPU. */
    CompletableFuture<DeviceStatus> awaitReadyAsync(Duration timeout);

    /** {@link #unplug(UnplugMode)}, graceful, waiting up to 30 s for the host. */
    default UnplugOutcome unplug() {
        return unplug(UnplugMode.graceful());
    }

    /**
     * Takes the device from the host, and says how that ended. After {@link UnplugOutcome#TIMED_OUT} or
     * {@link UnplugOutcome#REFUSED_BY_HOST} the device is still there; calling again resumes. Unplugging what is already
     * gone ends ACKNOWLEDGED.
     */
    UnplugOutcome unplug(UnplugMode mode);

    /** {@link #unplug()}, completed on a thread of the IPU. */
    default CompletableFuture<UnplugOutcome> unplugAsync() {
        return unplugAsync(UnplugMode.graceful());
    }

    /** {@link #unplug(UnplugMode)}, completed on a thread of the IPU. */
    CompletableFuture<UnplugOutcome> unplugAsync(UnplugMode mode);
}
