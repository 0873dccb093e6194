package io.ipdk.benchmarks.stress;

import io.ipdk.nativeaccess.memory.RawMemory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A guest that changes a descriptor while it is fetched gets the old length or the new one, checked in either case. */
@JCStressTest
@Outcome(id = "64, 0", expect = Expect.ACCEPTABLE, desc = "the buffer as it was offered")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the change, which was found faulty")
@Outcome(expect = Expect.FORBIDDEN, desc = "a length that was not checked")
@State
public class ChainIsASnapshot extends StressedRing {
    private static final int LENGTH_OFFSET = 8;

    public ChainIsASnapshot() {
        super(0);
        offer();
    }

    @Actor
    public void hostileDriver() {
        for (int i = 0; i < 4; i++) {
            RawMemory.putInt(driver.descriptorTable() + 16L * i + LENGTH_OFFSET, 0x7fff_0000);
        }
    }

    @Actor
    public void device(II_Result result) {
        device.available();
        device.next(chain);
        result.r1 = chain.writableBytes();
        result.r2 = chain.isFaulty() ? 1 : 0;
    }
}
