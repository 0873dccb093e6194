package io.ipdk.softipu.device;

import io.ipdk.softipu.bus.HostBus;
import io.ipdk.virtio.DisconnectCause;

/**
 * Passes on what a served device sees of its front end: to the bus, whether one is connected; to the device's owner, what
 * changed and what went wrong.
 *
 * <p>Thread-safe.
 */
public record BackendObserver(String busId, HostBus bus, ServedDevice.Listener listener)
        implements WatchedDevice.Observer {

    @Override
    public void changed() {
        listener.observationChanged();
    }

    @Override
    public void connection(boolean isConnected, DisconnectCause cause, String reason) {
        bus.connectionChanged(busId, isConnected);
        if (!isConnected && cause != DisconnectCause.FRONTEND_CLOSED && cause != DisconnectCause.SERVER_CLOSED) {
            listener.faulted("the front end was disconnected: " + reason);
        }
    }
}
