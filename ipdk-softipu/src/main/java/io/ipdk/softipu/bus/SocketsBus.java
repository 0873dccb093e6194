package io.ipdk.softipu.bus;

import io.ipdk.device.UnplugMode;
import io.ipdk.device.UnplugOutcome;
import io.ipdk.error.ClosedException;
import io.ipdk.error.NotFoundException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The bus without a hypervisor's control socket: each device is its vhost-user socket, for whoever connects. There are no
 * slots to run out of, nobody to be told of links and speeds, and a graceful unplug is the front end's leaving: it is
 * acknowledged at once where nobody is connected, else when the front end closes its connection.
 *
 * <p>Thread-safe.
 */
public final class SocketsBus implements HostBus {

    private final Map<String, HostDevice> devices = new HashMap<>();
    private final Set<String> connected = new HashSet<>();
    private boolean closed;

    @Override
    public synchronized BusInfo info() {
        return new BusInfo(
                "sockets",
                "vhost-user sockets for whoever connects",
                !closed,
                BusInfo.UNLIMITED,
                BusInfo.UNLIMITED,
                false,
                false,
                false,
                true);
    }

    @Override
    public synchronized void attach(HostDevice device, Duration timeout) {
        requireOpen();
        devices.put(device.id(), device);
    }

    @Override
    public synchronized void connectionChanged(String id, boolean isConnected) {
        if (isConnected ? connected.add(id) : connected.remove(id)) {
            notifyAll();
        }
    }

    @Override
    public synchronized UnplugOutcome detach(String id, UnplugMode mode) {
        requireOpen();
        if (mode instanceof UnplugMode.Graceful graceful && !awaitDisconnect(id, graceful.timeout())) {
            requireOpen();
            return UnplugOutcome.TIMED_OUT;
        }
        UnplugOutcome outcome = connected.contains(id) ? UnplugOutcome.SURPRISE : UnplugOutcome.ACKNOWLEDGED;
        devices.remove(id);
        return outcome;
    }

    private boolean awaitDisconnect(String id, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (connected.contains(id) && !closed) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public synchronized Map<String, ObservedDevice> observe() {
        Map<String, ObservedDevice> observed = new HashMap<>();
        devices.forEach((id, device) -> observed.put(
                id,
                new ObservedDevice(
                        id,
                        device.kind(),
                        connected.contains(id) ? ObservedDevice.State.ATTACHED : ObservedDevice.State.DISCONNECTED,
                        null,
                        "")));
        return observed;
    }

    @Override
    public synchronized void setLink(String id, boolean up) {
        if (!devices.containsKey(id)) {
            throw new NotFoundException("no device '" + id + "' is on the bus", "there are: " + devices.keySet());
        }
    }

    /** A front end's comings and goings are told by the devices themselves; this bus has nothing to add. */
    @Override
    public void addListener(Consumer<? super BusEvent> listener) {}

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("the bus is closed", "open the IPU again");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
