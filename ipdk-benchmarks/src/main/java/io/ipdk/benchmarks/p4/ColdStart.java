package io.ipdk.benchmarks.p4;

import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.TargetClock;
import io.ipdk.p4target.TargetListener;
import io.ipdk.p4target.dataplane.P4Dataplane;
import java.io.IOException;

/** Loads one program and then another, and says so on standard output. */
final class ColdStart {
    static final String LOADED = "loaded";

    private ColdStart() {}

    public static void main(String[] arguments) throws IOException {
        load("l3_router");
        System.out.println(LOADED);
        System.out.flush();
        long begin = System.nanoTime();
        load("l2_switch");
        System.out.println((System.nanoTime() - begin) / 1e6);
    }

    private static void load(String name) throws IOException {
        P4Pipeline pipeline = Programs.load(name);
        P4Dataplane dataplane = new P4Dataplane(pipeline, TargetClock.system(), TargetListener.none());
        dataplane.newProcessor((port, bytes, offset, length) -> {}).process(1, Router.FRAME, 0, Router.FRAME.length);
    }
}
