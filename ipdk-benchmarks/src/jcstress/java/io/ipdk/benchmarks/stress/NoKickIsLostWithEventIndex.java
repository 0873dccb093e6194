package io.ipdk.benchmarks.stress;

import io.ipdk.virtio.queue.RingFeature;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Either the driver kicks, or the device that goes to sleep sees the offer; with event words. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the driver kicks")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the device sees the offer")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "the device sleeps for ever")
@State
public class NoKickIsLostWithEventIndex extends StressedRing {
    public NoKickIsLostWithEventIndex() {
        super(RingFeature.EVENT_IDX);
        device.suppressKicks();
    }

    @Actor
    public void driver(ZZ_Result result) {
        offer();
        result.r1 = driver.kickNeeded();
    }

    @Actor
    public void device(ZZ_Result result) {
        result.r2 = device.armKicks();
    }
}
