package io.ipdk.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The programmable pipeline that an IPU's ports meet in. Programs and table entries come from controllers, over P4Runtime:
 * {@link #endpoint} says where; any P4Runtime client will do, and this interface needs none.
 *
 * <pre>{@code
 * P4RuntimeClient controller = P4RuntimeClient.connect(ipu.pipeline().endpoint().target());
 * controller.pipeline().verifyAndCommit(program);
 * int web = ipu.pipeline().portNumber("web0");
 * }</pre>
 *
 * <p>A program takes force for all attached ports at once, between two packets, while traffic flows. It lives as long as the
 * IPU is open: opened again, the IPU waits for its controller to push it again, and the ports have the numbers they had.
 *
 * <p>Thread-safe.
 */
public interface Pipeline {

    /**
     * Where controllers connect. If nobody listens there yet, this call begins to.
     *
     * @throws io.ipdk.error.HostException the address cannot be had
     * @throws io.ipdk.error.ClosedException the IPU is closed
     */
    PipelineEndpoint endpoint();

    /** What runs just now. */
    PipelineInfo info();

    /** The number of the port that stands for the controller: what leaves there is a packet-in. */
    int cpuPort();

    /** The plugged ports with their numbers, in the order of the numbers. */
    List<PipelinePort> ports();

    /**
     * The number of a plugged port.
     *
     * @throws io.ipdk.error.NotFoundException there is no port of this name
     */
    int portNumber(String port);

    PipelineStats stats();

    /**
     * Takes a packet through the program as though it had come from a port, and says what happened. Nothing leaves, neither
     * through ports nor to controllers; counters, meters and registers change as they do for any packet, and digests are sent.
     *
     * @param port the name of a plugged port
     * @param frame from the destination address to the end of the payload; copied
     * @throws io.ipdk.error.NotFoundException there is no port of this name
     * @throws io.ipdk.error.UnsupportedException no program runs
     */
    PipelineTrace trace(String port, byte[] frame);

    /**
     * Waits until a program runs.
     *
     * @throws io.ipdk.error.DeadlineExceededException none was pushed in time
     * @throws io.ipdk.error.ClosedException the IPU was closed meanwhile
     */
    PipelineInfo awaitProgram(Duration timeout);

    /** {@link #awaitProgram(Duration)}, completed on a thread of the IPU. */
    CompletableFuture<PipelineInfo> awaitProgramAsync(Duration timeout);
}
