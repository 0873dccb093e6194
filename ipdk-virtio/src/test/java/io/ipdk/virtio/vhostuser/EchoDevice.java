package io.ipdk.virtio.vhostuser;

import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.DisconnectCause;
import io.ipdk.virtio.FrontendHandle;
import io.ipdk.virtio.VirtioDevice;
import io.ipdk.virtio.VirtioFeature;
import io.ipdk.virtio.queue.DescriptorChain;
import io.ipdk.virtio.queue.SplitDeviceQueue;
import io.ipdk.virtio.vhostuser.message.ProtocolFeature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A device that writes what it reads from a chain back into the chain, and remembers what its transport told it. It is
 * polled by whoever calls {@link #poll}.
 */
final class EchoDevice implements VirtioDevice {
    static final int CONFIG_BYTES = 64;

    private final List<DeviceVirtqueue> queues;
    private final byte[] config = new byte[CONFIG_BYTES];
    private final DescriptorChain chain = new DescriptorChain(256, 1 << 20);
    private final byte[] copy = new byte[1 << 16];
    private final List<Integer> fetched = new ArrayList<>();
    final List<String> log = Collections.synchronizedList(new ArrayList<>());

    int deviceId = 1;
    long features = VirtioFeature.VERSION_1 | VirtioFeature.INDIRECT_DESC | VirtioFeature.EVENT_IDX;
    long protocolFeatures = ProtocolFeature.CONFIG | ProtocolFeature.MTU | ProtocolFeature.RARP;
    int maxMtu = 9000;
    volatile @Nullable FrontendHandle frontend;
    volatile boolean announceConfigOnMtu;
    volatile Runnable onMtu = () -> {};
    volatile @Nullable RuntimeException failure;

    EchoDevice(int queueCount) {
        queues = IntStream.range(0, queueCount).mapToObj(DeviceVirtqueue::new).toList();
    }

    /** Serves what is there on a ring; returns the number of chains. */
    int poll(int index) {
        DeviceVirtqueue queue = queue(index);
        if (!queue.tryEnter()) {
            return 0;
        }
        try {
            SplitDeviceQueue ring = queue.ring();
            return ring == null ? 0 : serve(queue, ring);
        } finally {
            queue.exit();
        }
    }

    private int serve(DeviceVirtqueue queue, SplitDeviceQueue ring) {
        int served = 0;
        ring.available();
        while (ring.next(chain)) {
            int read = chain.read(0, copy, 0, copy.length);
            ring.addUsed(chain.head(), chain.write(0, copy, 0, read));
            served++;
        }
        ring.publish();
        queue.notifyDriver();
        return served;
    }

    /** Fetches chains and keeps them until {@link #drain}. */
    void fetchOnly(int index) {
        DeviceVirtqueue queue = queue(index);
        queue.enter();
        try {
            SplitDeviceQueue ring = queue.ring();
            if (ring != null) {
                ring.available();
                while (ring.next(chain)) {
                    fetched.add(chain.head());
                }
            }
        } finally {
            queue.exit();
        }
    }

    /** The heads of what {@link #fetchOnly} keeps, in the order in which they came. */
    List<Integer> fetched() {
        return List.copyOf(fetched);
    }

    private void record(String event) {
        log.add(event);
        RuntimeException wanted = failure;
        if (wanted != null) {
            throw wanted;
        }
    }

    @Override
    public int deviceId() {
        return deviceId;
    }

    @Override
    public long features() {
        return features;
    }

    @Override
    public int queueCount() {
        return queues.size();
    }

    @Override
    public int maxQueuePairsOrQueues() {
        return deviceId == 1 ? queues.size() / 2 : queues.size();
    }

    @Override
    public long protocolFeatures() {
        return protocolFeatures;
    }

    @Override
    public int configSize() {
        return CONFIG_BYTES;
    }

    @Override
    public void readConfig(int offset, byte[] target, int targetOffset, int length) {
        System.arraycopy(config, offset, target, targetOffset, length);
    }

    @Override
    public boolean writeConfig(int offset, byte[] source, int sourceOffset, int length) {
        System.arraycopy(source, sourceOffset, config, offset, length);
        return true;
    }

    byte[] config() {
        return Arrays.copyOf(config, config.length);
    }

    @Override
    public DeviceVirtqueue queue(int index) {
        return queues.get(index);
    }

    @Override
    public void connected(FrontendHandle handle) {
        frontend = handle;
        record("connected");
    }

    @Override
    public void disconnected(DisconnectCause cause, String reason) {
        frontend = null;
        record("disconnected " + cause);
    }

    @Override
    public void featuresNegotiated(long negotiated) {
        record("features " + Long.toHexString(negotiated));
    }

    @Override
    public void queueStarted(int index) {
        record("started " + index);
    }

    @Override
    public void queueStopped(int index) {
        record("stopped " + index);
    }

    @Override
    public void drain(int index) {
        record("drain " + index);
        SplitDeviceQueue ring = queue(index).ring();
        if (ring != null) {
            fetched.forEach(head -> ring.addUsed(head, 0));
            fetched.clear();
            ring.publish();
            queue(index).notifyDriver();
        }
    }

    @Override
    public void discard(int index) {
        fetched.clear();
        record("discard " + index);
    }

    @Override
    public void statusChanged(int status) {
        record("status " + status);
    }

    @Override
    public boolean setMtu(int mtu) {
        record("mtu " + mtu);
        FrontendHandle handle = frontend;
        if (announceConfigOnMtu && handle != null) {
            handle.configChanged();
        }
        onMtu.run();
        return mtu <= maxMtu;
    }

    @Override
    public void rarp(long mac) {
        record("rarp " + Long.toHexString(mac));
    }
}
