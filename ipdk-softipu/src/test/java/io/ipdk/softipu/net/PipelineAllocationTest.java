package io.ipdk.softipu.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ipdk.nativeaccess.memory.RawMemory;
import io.ipdk.p4target.PipelineOptions;
import io.ipdk.p4target.TargetClock;
import io.ipdk.virtio.net.FrameBurst;
import io.ipdk.virtio.queue.SplitDriverQueue;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The steady state from ring to ring allocates nothing. */
class PipelineAllocationTest {
    private static final int BURST = 32;
    private static final int BURSTS = 2000;

    private final SwitchPipeline pipeline = new SwitchPipeline(PipelineOptions.defaults(), TargetClock.system(), false);
    private final SwitchAgent agent = new SwitchAgent("test", new FrameBurst(), 42, pipeline);

    @Test
    void framesThroughTheProgramAllocateNothing() {
        TestProgram.gateway(pipeline.device());
        assertAllocationFree(new byte[12], Ip.udp(100), 1);
    }

    @Test
    void checksumsFilledInAllocateNothing() {
        TestProgram.gateway(pipeline.device());
        byte[] header = {1, 0, 0, 0, 0, 0, Ip.TRANSPORT, 0, 6, 0, 0, 0};
        assertAllocationFree(header, Ip.withPartialChecksum(Ip.udp(1000), 6), 1);
    }

    @Test
    void segmentsAllocateNothing() {
        TestProgram.gateway(pipeline.device());
        byte[] header = {1, 1, 54, 0, (byte) (1400 & 0xff), 1400 >> 8, Ip.TRANSPORT, 0, 16, 0, 0, 0};
        assertAllocationFree(header, Ip.withPartialChecksum(Ip.tcp(4 * 1400), 16), 4);
    }

    @Test
    void multicastAllocatesNothing() {
        TestProgram.flooding(pipeline.device());
        assertAllocationFree(new byte[12], Ip.udp(100), 1);
    }

    private void assertAllocationFree(byte[] header, byte[] frame, int packets) {
        try (HostPort from = new HostPort(1, HostPort.CHECKSUM_AND_TSO);
                HostPort to = new HostPort(2).withBuffers(HostPort.RING_SIZE)) {
            agent.setPorts(new SwitchPort[] {new SwitchPort(from.device, 1), new SwitchPort(to.device, 2)});
            long[] sent = from.transmitBuffers(header, frame, BURST);
            long[] buffers = new long[HostPort.RING_SIZE];
            for (int i = 0; i < buffers.length; i++) {
                buffers[i] = to.receiveBuffer(i);
            }
            int length = header.length + frame.length;
            bursts(from, to, sent, length, buffers);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long thread = Thread.currentThread().getId();
            long before = threads.getThreadAllocatedBytes(thread);
            bursts(from, to, sent, length, buffers);
            long allocated = threads.getThreadAllocatedBytes(thread) - before;
            // The smallest object for every frame would be 16 bytes each; the measurement itself may cost a little.
            assertThat(allocated).isLessThan((long) BURST * BURSTS / 4);
            assertThat(to.stats().framesToHost()).isEqualTo(2L * BURST * BURSTS * packets);
            assertThat(RawMemory.getByte(to.receiveBuffer(0) + 12)).isNotZero();
        }
    }

    private void bursts(HostPort from, HostPort to, long[] sent, int length, long[] buffers) {
        for (int burst = 0; burst < BURSTS; burst++) {
            for (int i = 0; i < BURST; i++) {
                from.transmit.offer(sent[i], length, false, i);
            }
            from.transmit.publish();
            int polled = 0;
            while (polled < BURST) {
                polled += agent.doWork(1);
                int token;
                while ((token = to.receive.pollUsed()) != SplitDriverQueue.NONE) {
                    to.receive.offer(buffers[token], HostPort.BUFFER_BYTES, true, token);
                }
                to.receive.publish();
            }
            while (from.transmit.pollUsed() != SplitDriverQueue.NONE) {
                // The buffer is free again.
            }
        }
    }
}
