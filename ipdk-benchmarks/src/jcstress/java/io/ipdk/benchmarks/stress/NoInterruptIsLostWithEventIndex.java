package io.ipdk.benchmarks.stress;

import io.ipdk.virtio.queue.RingFeature;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Either the device interrupts, or the driver that goes to sleep sees the used chain; with event words. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the device interrupts")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the driver sees the used chain")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "the driver sleeps for ever")
@State
public class NoInterruptIsLostWithEventIndex extends StressedRing {
    public NoInterruptIsLostWithEventIndex() {
        super(RingFeature.EVENT_IDX);
        driver.suppressInterrupts();
        offer();
    }

    @Actor
    public void device(ZZ_Result result) {
        use(0);
        result.r1 = device.interruptNeeded();
    }

    @Actor
    public void driver(ZZ_Result result) {
        result.r2 = driver.armInterrupts();
    }
}
