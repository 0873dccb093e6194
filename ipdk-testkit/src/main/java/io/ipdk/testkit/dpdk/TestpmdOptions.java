package io.ipdk.testkit.dpdk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a {@link Testpmd} is started: its ports, and what it does with frames. Immutable.
 *
 * @param forwardMode testpmd's word: {@code txonly} sends, {@code rxonly} receives, {@code io} passes frames on from
 *     port to port, {@code flowgen} sends and receives, {@code macswap} sends back
 * @param frameBytes length of the frames that are sent, without checksum; 0 for testpmd's choice
 * @param cpu the processor its forwarding thread runs on
 * @param devices testpmd's words for its ports, one {@code --vdev} each
 * @param burst most frames it receives at once; 0 for testpmd's choice
 */
public record TestpmdOptions(String forwardMode, int frameBytes, int cpu, List<String> devices, int burst) {

    public TestpmdOptions {
        devices = List.copyOf(devices);
    }

    /** Without ports yet, on processor 0. */
    public static TestpmdOptions of(String forwardMode) {
        return new TestpmdOptions(forwardMode, 0, 0, List.of(), 0);
    }

    public TestpmdOptions withFrameBytes(int value) {
        return new TestpmdOptions(forwardMode, value, cpu, devices, burst);
    }

    public TestpmdOptions onCpu(int value) {
        return new TestpmdOptions(forwardMode, frameBytes, value, devices, burst);
    }

    /** Receives so many frames at once. */
    public TestpmdOptions withBurst(int value) {
        return new TestpmdOptions(forwardMode, frameBytes, cpu, devices, value);
    }

    /** One port more: a device that gives 64-byte frames without end and takes all. */
    public TestpmdOptions withNull() {
        return with("net_null" + devices.size());
    }

    /** One port more: a virtio-user front end that connects to a back end's socket. */
    public TestpmdOptions withFrontend(Path socket) {
        return with("net_virtio_user" + devices.size() + ",path=" + socket + ",queues=1,queue_size=1024");
    }

    /** One port more: a net_vhost back end that listens on a socket. */
    public TestpmdOptions withBackend(Path socket) {
        return withBackend(socket, 1);
    }

    /** As {@link #withBackend(Path)}, with several queue pairs, the first of which carries frames. */
    public TestpmdOptions withBackend(Path socket, int queuePairs) {
        return with("net_vhost" + devices.size() + ",iface=" + socket + ",queues=" + queuePairs);
    }

    private TestpmdOptions with(String device) {
        List<String> more = new ArrayList<>(devices);
        more.add(device);
        return new TestpmdOptions(forwardMode, frameBytes, cpu, more, burst);
    }

    /** The command line after the program's name. No huge pages and no rights of root are needed. */
    List<String> arguments(String prefix, int mebibytes) {
        List<String> arguments = new ArrayList<>(List.of(
                "--lcores",
                "0@" + allCpus() + ",1@" + cpu,
                "--no-huge",
                "-m",
                String.valueOf(mebibytes),
                "--no-pci",
                "--no-telemetry",
                "--no-shconf",
                "--single-file-segments",
                "--file-prefix",
                prefix));
        for (String device : devices) {
            arguments.add("--vdev");
            arguments.add(device);
        }
        arguments.addAll(List.of(
                "--",
                "--auto-start",
                "--stats-period",
                "1",
                "--total-num-mbufs",
                "16384",
                "--forward-mode",
                forwardMode));
        if (burst > 0) {
            arguments.add("--burst=" + burst);
        }
        if (frameBytes > 0) {
            arguments.add("--txpkts=" + frameBytes);
        }
        return arguments;
    }

    /** The main thread only prints: it may run wherever there is room. */
    private static String allCpus() {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        return last == 0 ? "0" : "0-" + last;
    }
}
