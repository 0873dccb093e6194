package io.ipdk.softipu.device;

import io.ipdk.Capabilities;
import io.ipdk.softipu.bus.HostBuses;
import io.ipdk.softipu.event.EventStream;
import io.ipdk.softipu.journal.IntentJournal;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What all devices of one IPU share.
 *
 * <p>Immutable; its parts are thread-safe.
 *
 * @param capabilities reads the capabilities anew
 * @param attachTimeout how long the host may take to accept a device
 */
public record DeviceContext(
        HostBuses buses,
        IntentJournal journal,
        EventStream events,
        Executor executor,
        Supplier<Capabilities> capabilities,
        Duration attachTimeout) {}
