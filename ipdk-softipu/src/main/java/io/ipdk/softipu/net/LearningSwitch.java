package io.ipdk.softipu.net;

import io.ipdk.virtio.agent.AgentRunner;
import io.ipdk.virtio.net.FrameBurst;
import io.ipdk.virtio.net.VirtioNetDevice;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A learning Ethernet switch between virtual ports, on one thread of its own that sleeps while nothing is sent.
 *
 * <p>Frames go to the port their destination was last seen behind, else to all others, and never back to where they came
 * from. Nothing waits on the path: a port without buffers loses its frame and counts it.
 *
 * <p>A switch can have a pipeline: as soon as that has a program, the program decides instead, for all ports that have a
 * number in it.
 *
 * <p>Thread-safe; ports come and go while frames pass.
 */
public final class LearningSwitch implements AutoCloseable {
    private static final long DETACH_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long DETACH_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final SwitchAgent agent;
    private final AgentRunner runner;
    private SwitchPort[] ports = {};
    private boolean closed;

    private LearningSwitch(String name, @Nullable SwitchPipeline pipeline) {
        agent = new SwitchAgent(name, new FrameBurst(), new SecureRandom().nextLong(), pipeline);
        runner = AgentRunner.start(agent);
        if (pipeline != null) {
            pipeline.fromControllers().wakeWith(runner::wake);
        }
    }

    /** Starts a switch without ports; the name is that of its thread. */
    public static LearningSwitch start(String name) {
        return new LearningSwitch(name, null);
    }

    /** Starts a switch without ports, with a pipeline that no other switch has. */
    public static LearningSwitch start(String name, SwitchPipeline pipeline) {
        return new LearningSwitch(name, pipeline);
    }

    /**
     * Puts a device on the switch; it must not be polled by anybody else.
     *
     * @throws IllegalStateException if it is on the switch already, or the switch is closed
     */
    public void attach(VirtioNetDevice device) {
        attach(device, 0);
    }

    /**
     * As {@link #attach(VirtioNetDevice)}, with a number in the pipeline.
     *
     * @param number 1 to 511, which no other device on the switch has; 0 for none
     */
    public synchronized void attach(VirtioNetDevice device, int number) {
        if (closed) {
            throw new IllegalStateException("the switch is closed");
        }
        if (indexOf(device) >= 0) {
            throw new IllegalStateException(device + " is on the switch already");
        }
        SwitchPort[] more = Arrays.copyOf(ports, ports.length + 1);
        more[ports.length] = new SwitchPort(device, number);
        ports = more;
        agent.setPorts(more);
        device.watchWith(runner);
        runner.wake();
    }

    /**
     * Takes a device off the switch, and returns when the switch does not touch it any more. Nothing happens if it is not
     * there.
     *
     * @return false if the switch did not come to it within five seconds; it will when its present turn ends
     */
    public synchronized boolean detach(VirtioNetDevice device) {
        int index = indexOf(device);
        if (index < 0) {
            return true;
        }
        SwitchPort[] fewer = new SwitchPort[ports.length - 1];
        System.arraycopy(ports, 0, fewer, 0, index);
        System.arraycopy(ports, index + 1, fewer, index, fewer.length - index);
        ports = fewer;
        agent.setPorts(fewer);
        runner.wake();
        device.watchWith(null);
        return awaitAdoption(fewer);
    }

    private boolean awaitAdoption(SwitchPort[] expected) {
        if (runner.isRunnerThread() || closed) {
            return true;
        }
        long deadline = System.nanoTime() + DETACH_NANOS;
        while (agent.adopted() != expected) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(DETACH_PAUSE_NANOS);
        }
        return true;
    }

    private int indexOf(VirtioNetDevice device) {
        for (int i = 0; i < ports.length; i++) {
            if (ports[i].device == device) {
                return i;
            }
        }
        return -1;
    }

    /** How many devices are on the switch. */
    public synchronized int size() {
        return ports.length;
    }

    /** Stops the thread; the devices stay open, and are polled by nobody. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        runner.close();
        for (SwitchPort port : ports) {
            port.device.watchWith(null);
        }
    }

    @Override
    public String toString() {
        return "learning switch with " + size() + " ports";
    }
}
