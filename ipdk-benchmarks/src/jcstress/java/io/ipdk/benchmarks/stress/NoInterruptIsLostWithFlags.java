package io.ipdk.benchmarks.stress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Either the device interrupts, or the driver that goes to sleep sees the used chain; with flags. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the device interrupts")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the driver sees the used chain")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "the driver sleeps for ever")
@State
public class NoInterruptIsLostWithFlags extends StressedRing {
    public NoInterruptIsLostWithFlags() {
        super(0);
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
