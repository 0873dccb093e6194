package io.ipdk.benchmarks.stress;

import io.ipdk.nativeaccess.memory.RawMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A driver that sees the used index sees the element and what the device wrote into the buffer. */
@JCStressTest
@Outcome(id = "-1, 0, 0", expect = Expect.ACCEPTABLE, desc = "not used yet")
@Outcome(id = "3, 17, 42", expect = Expect.ACCEPTABLE, desc = "used, with length and contents")
@Outcome(expect = Expect.FORBIDDEN, desc = "used in part")
@State
public class UseIsSeenWhole extends StressedRing {
    public UseIsSeenWhole() {
        super(0);
        offer();
    }

    @Actor
    public void device() {
        RawMemory.putInt(buffer, 42);
        use(17);
    }

    @Actor
    public void driver(III_Result result) {
        int token = driver.pollUsed();
        result.r1 = token;
        if (token >= 0) {
            result.r2 = driver.usedLength();
            result.r3 = RawMemory.getInt(buffer);
        }
    }
}
