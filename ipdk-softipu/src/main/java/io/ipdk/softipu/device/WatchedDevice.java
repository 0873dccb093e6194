package io.ipdk.softipu.device;

import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.FrontendHandle;
import io.ipdk.virtio.VirtioDevice;
import java.util.BitSet;

/**
 * Stands between the transport and a device and sees what the host's driver does with it.
 *
 * <p>Confined to one thread (the transport's), as {@link VirtioDevice} says; the observations are thread-safe.
 */
public final class WatchedDevice implements VirtioDevice {

    private final VirtioDevice device;
    private final Observer observer;

    // Only the transport's control thread starts and stops queues.
    private final BitSet running = new BitSet();

    private volatile boolean connected;
    private volatile long features;
    private volatile int startedQueues;

    /** Hears of changes; called on the transport's thread, possibly inside a queue's gate: it must not block. */
    public interface Observer {

        /** What the driver was seen to do has changed. */
        void changed();

        /** A front end has connected, or left for the given reason. */
        void connection(boolean isConnected, DisconnectCause cause, String reason);
    }

    public WatchedDevice(VirtioDevice device, Observer observer) {
        this.device = device;
        this.observer = observer;
    }

    /** Whether a front end is connected. */
    public boolean isConnected() {
        return connected;
    }

    /** Whether the driver has set up at least one queue. */
    public boolean isDriverReady() {
        return startedQueues > 0;
    }

    /** The feature bits the driver acknowledged; 0 before it did. */
    public long negotiatedFeatures() {
        return features;
    }

    /** Queues that run. */
    public int startedQueues() {
        return startedQueues;
    }

    @Override
    public void connected(FrontendHandle frontend) {
        device.connected(frontend);
        connected = true;
        observer.connection(true, DisconnectCause.FRONTEND_CLOSED, "");
        observer.changed();
    }

    @Override
    public void disconnected(DisconnectCause cause, String reason) {
        device.disconnected(cause, reason);
        connected = false;
        features = 0;
        observer.connection(false, cause, reason);
        observer.changed();
    }

    @Override
    public void featuresNegotiated(long negotiated) {
        device.featuresNegotiated(negotiated);
        features = negotiated;
    }

    @Override
    public void queueStarted(int index) {
        device.queueStarted(index);
        running.set(index);
        queuesChanged();
    }

    @Override
    public void queueStopped(int index) {
        device.queueStopped(index);
        running.clear(index);
        queuesChanged();
    }

    private void queuesChanged() {
        startedQueues = running.cardinality();
        observer.changed();
    }

    @Override
    public int deviceId() {
        return device.deviceId();
    }

    @Override
    public long features() {
        return device.features();
    }

    @Override
    public int queueCount() {
        return device.queueCount();
    }

    @Override
    public int maxQueuePairsOrQueues() {
        return device.maxQueuePairsOrQueues();
    }

    @Override
    public long protocolFeatures() {
        return device.protocolFeatures();
    }

    @Override
    public int configSize() {
        return device.configSize();
    }

    @Override
    public void readConfig(int offset, byte[] target, int targetOffset, int length) {
        device.readConfig(offset, target, targetOffset, length);
    }

    @Override
    public boolean writeConfig(int offset, byte[] source, int sourceOffset, int length) {
        return device.writeConfig(offset, source, sourceOffset, length);
    }

    @Override
    public DeviceVirtqueue queue(int index) {
        return device.queue(index);
    }

    @Override
    public void drain(int index) {
        device.drain(index);
    }

    @Override
    public void discard(int index) {
        device.discard(index);
    }

    @Override
    public void statusChanged(int status) {
        device.statusChanged(status);
    }

    @Override
    public boolean setMtu(int mtu) {
        return device.setMtu(mtu);
    }

    @Override
    public void rarp(long mac) {
        device.rarp(mac);
    }
}
