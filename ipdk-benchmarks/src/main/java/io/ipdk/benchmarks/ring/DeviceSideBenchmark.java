package io.ipdk.benchmarks.ring;

import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.nativeaccess.posix.MappedMemory;
import io.ipdk.virtio.queue.DescriptorChain;
import io.ipdk.virtio.queue.RingFeature;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per frame of 64 bytes on the device's side of a split ring, in bursts of 32: fetch, copy, give back, publish
 * once, decide once whether to interrupt.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DeviceSideBenchmark {
    private static final int BURST = 32;

    private final IdleDriver single = new IdleDriver(1, false, RingFeature.EVENT_IDX);
    private final IdleDriver pair = new IdleDriver(2, false, RingFeature.EVENT_IDX);
    private final IdleDriver indirect = new IdleDriver(2, false, RingFeature.EVENT_IDX | RingFeature.INDIRECT_DESC);
    private final IdleDriver writable = new IdleDriver(1, true, RingFeature.EVENT_IDX);
    private final DescriptorChain chain = new DescriptorChain(64, 0x11000);
    private final DescriptorChain target = new DescriptorChain(64, 0x11000);
    private final MappedMemory sink = MappedMemory.anonymous(4096);
    private long sinkAddress;

    @Setup
    public void open() {
        sinkAddress = sink.address();
    }

    @TearDown
    public void close() {
        single.close();
        pair.close();
        indirect.close();
        writable.close();
        sink.close();
    }

    /** Fetch and give back, without touching the buffer. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public boolean fetchAndReturn() {
        single.offer(BURST);
        int available = single.queue.available();
        for (int i = 0; i < available && single.queue.next(chain); i++) {
            single.queue.addUsed(chain.head(), 0);
        }
        single.queue.publish();
        return single.queue.interruptNeeded();
    }

    /** One descriptor a frame. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public boolean copyFrame() {
        return copyBurst(single);
    }

    /** A descriptor for the header and one for the frame. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public boolean copyFrameOfTwoDescriptors() {
        return copyBurst(pair);
    }

    /** Header and frame in an indirect table. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public boolean copyFrameOfIndirectDescriptors() {
        return copyBurst(indirect);
    }

    private boolean copyBurst(IdleDriver driver) {
        driver.offer(BURST);
        int available = driver.queue.available();
        for (int i = 0; i < available && driver.queue.next(chain); i++) {
            int segment = chain.segments() - 1;
            RawMemory.copy(chain.address(segment), sinkAddress, chain.length(segment));
            driver.queue.addUsed(chain.head(), 0);
        }
        driver.queue.publish();
        return driver.queue.interruptNeeded();
    }

    /** A frame crosses from one guest's ring to another's: two fetches, one copy, two returns. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public boolean forwardFrame() {
        single.offer(BURST);
        writable.offer(BURST);
        int available = Math.min(single.queue.available(), writable.queue.available());
        for (int i = 0; i < available && single.queue.next(chain) && writable.queue.next(target); i++) {
            int length = chain.length(0);
            RawMemory.copy(chain.address(0), target.address(0), length);
            writable.queue.addUsed(target.head(), length);
            single.queue.addUsed(chain.head(), 0);
        }
        writable.queue.publish();
        single.queue.publish();
        boolean interruptTarget = writable.queue.interruptNeeded();
        boolean interruptSource = single.queue.interruptNeeded();
        return interruptTarget || interruptSource;
    }

    /** The copy alone. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public void copyAlone() {
        for (int i = 0; i < BURST; i++) {
            RawMemory.copy(sinkAddress + 2048, sinkAddress, IdleDriver.FRAME_BYTES);
        }
    }
}
