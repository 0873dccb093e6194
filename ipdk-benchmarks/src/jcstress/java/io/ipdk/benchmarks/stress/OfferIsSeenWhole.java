package io.ipdk.benchmarks.stress;

import io.ipdk.nativeaccess.memory.RawMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A device that sees the avail index sees the head, the descriptor and the buffer behind it. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "not offered yet")
@Outcome(id = "64, 42", expect = Expect.ACCEPTABLE, desc = "offered, with descriptor and contents")
@Outcome(expect = Expect.FORBIDDEN, desc = "offered in part")
@State
public class OfferIsSeenWhole extends StressedRing {
    public OfferIsSeenWhole() {
        super(0);
    }

    @Actor
    public void driver() {
        RawMemory.putInt(buffer, 42);
        offer();
    }

    @Actor
    public void device(II_Result result) {
        if (device.available() > 0 && device.next(chain)) {
            result.r1 = chain.isFaulty() ? -1 : chain.writableBytes();
            result.r2 = RawMemory.getInt(chain.address(0));
        }
    }
}
