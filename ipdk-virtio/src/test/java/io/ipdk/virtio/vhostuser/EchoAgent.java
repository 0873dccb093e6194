package io.ipdk.virtio.vhostuser;

import io.ipdk.virtio.DeviceVirtqueue;
import io.ipdk.virtio.FrontendHandle;
import io.ipdk.virtio.agent.PollAgent;
import java.util.List;

/** Polls ring 0 of some echo devices, each of which answers for its own faults. */
final class EchoAgent implements PollAgent {
    private final List<EchoDevice> devices;

    EchoAgent(EchoDevice... devices) {
        this.devices = List.of(devices);
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public int doWork(long nowNanos) {
        int done = 0;
        for (EchoDevice device : devices) {
            try {
                done += device.poll(0);
            } catch (InternalError fault) {
                report(device, fault);
            }
        }
        return done;
    }

    @Override
    public boolean arm() {
        boolean work = false;
        for (EchoDevice device : devices) {
            DeviceVirtqueue queue = device.queue(0);
            if (!queue.tryEnter()) {
                return true;
            }
            try {
                work |= queue.arm();
            } finally {
                queue.exit();
            }
        }
        return work;
    }

    @Override
    public void disarm() {
        for (EchoDevice device : devices) {
            DeviceVirtqueue queue = device.queue(0);
            if (queue.tryEnter()) {
                try {
                    queue.disarm();
                } finally {
                    queue.exit();
                }
            }
        }
    }

    @Override
    public long deadlineNanos() {
        return NO_DEADLINE;
    }

    @Override
    public void onFault(Throwable fault) {
        devices.forEach(device -> report(device, fault));
    }

    private static void report(EchoDevice device, Throwable fault) {
        FrontendHandle frontend = device.frontend;
        if (frontend != null) {
            frontend.memoryFault(fault);
        }
    }
}
