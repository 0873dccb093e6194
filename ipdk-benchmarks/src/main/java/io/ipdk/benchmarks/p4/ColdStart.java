package io.ipdk.benchmarks.p4;

import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.device.ControllerListener;
import io.ipdk.p4target.device.P4Device;
import java.io.IOException;
import org.p4.v1.DigestList;
import org.p4.v1.IdleTimeoutNotification;
import org.p4.v1.PacketIn;

/** Loads one program and then another, and says so on standard output. */
final class ColdStart {
    static final String LOADED = "loaded";

    private static final ControllerListener QUIET = new ControllerListener() {
        @Override
        public void packetIn(PacketIn packet) {}

        @Override
        public void digest(DigestList digests) {}

        @Override
        public void idle(IdleTimeoutNotification notice) {}
    };

    private ColdStart() {}

    public static void main(String[] arguments) throws IOException {
        P4Device device =
                new P4Device(PipelineOptions.defaults(), TargetClock.system(), (port, bytes, offset, length) -> {});
        load(device, "l3_router");
        System.out.println(LOADED);
        System.out.flush();
        long begin = System.nanoTime();
        load(device, "l2_switch");
        System.out.println((System.nanoTime() - begin) / 1e6);
    }

    private static void load(P4Device device, String name) throws IOException {
        device.activate(device.prepare(Programs.info(name), Programs.json(name), QUIET), 0);
        device.inject(1, Router.FRAME);
    }
}
