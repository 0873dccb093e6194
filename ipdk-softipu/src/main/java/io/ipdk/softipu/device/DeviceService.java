package io.ipdk.softipu.device;

import io.ipdk.Capabilities;
import io.ipdk.device.DeviceKind;
import io.ipdk.device.FieldDifference;
import io.ipdk.softipu.journal.SpecCodec;
import java.util.List;

/**
 * What one kind of device does its own way.
 *
 * <p>Thread-safe.
 *
 * @param <S> the spec
 * @param <V> the served device
 */
public interface DeviceService<S, V extends ServedDevice<S>> {

    DeviceKind kind();

    SpecCodec<S> codec();

    /** Which host gets the device; empty = the only one. */
    String host(S spec);

    /**
     * Checks what the spec by itself cannot: that this IPU is capable of it under this name.
     *
     * @throws io.ipdk.error.InvalidSpecException a field is outside the capabilities
     */
    void validate(String name, S spec, Capabilities capabilities);

    /** What would keep {@link #serve} from working, as far as it can be seen without doing it. */
    List<String> problems(S spec);

    /** What the host would notice of a live change, empty if no more than the change itself. */
    List<String> disruption(S present, List<FieldDifference> differences);

    /**
     * Whether the back end's content outlives the process, so that a device can be served again after a restart.
     */
    boolean survivesRestart(S spec);

    /**
     * Opens the back end and starts to listen on the device's socket.
     *
     * @throws io.ipdk.error.IpdkException it cannot; nothing is left behind
     */
    V serve(String name, S spec, ServedDevice.Listener listener);
}
