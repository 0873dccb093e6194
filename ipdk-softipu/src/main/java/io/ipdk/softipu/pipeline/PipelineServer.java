package io.ipdk.softipu.pipeline;

import io.ipdk.error.ClosedException;
import io.ipdk.p4target.device.P4Device;
import io.ipdk.p4target.server.P4RuntimeServer;
import io.ipdk.p4target.server.P4RuntimeServerSpec;
import io.ipdk.p4target.server.ServerCounters;
import io.ipdk.p4target.server.TlsFiles;
import io.ipdk.pipeline.PipelineEndpoint;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The P4Runtime server of one pipeline, which opens when it is first asked for. Thread-safe. */
final class PipelineServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineServer.class);
    private static final ServerCounters NOTHING_YET = new ServerCounters(0, 0, 0);

    private final PipelineAddress address;
    private final P4Device device;
    private final String inProcessName = "ipdk-pipeline-" + UUID.randomUUID();
    private @Nullable P4RuntimeServer server;
    private boolean closed;

    PipelineServer(PipelineAddress address, P4Device device) {
        this.address = address;
        this.device = device;
    }

    /**
     * Where it listens, from now on if not before.
     *
     * @throws io.ipdk.error.HostException the address cannot be had
     * @throws ClosedException it was closed
     */
    synchronized PipelineEndpoint endpoint() {
        if (closed) {
            throw new ClosedException("the pipeline was closed with its IPU", "open the IPU again");
        }
        P4RuntimeServer running = server;
        if (running == null) {
            running = P4RuntimeServer.start(spec());
            server = running;
            LOG.debug("P4Runtime device {} listens on '{}' and in process", address.deviceId(), running.address());
        }
        String listening = running.address();
        return new PipelineEndpoint(
                address.deviceId(),
                listening.isEmpty() ? Optional.empty() : Optional.of(listening),
                Optional.of(inProcessName),
                address.tls().isPresent(),
                address.tls().flatMap(TlsFiles::clientAuthorities).isPresent());
    }

    private P4RuntimeServerSpec spec() {
        P4RuntimeServerSpec.Builder builder =
                P4RuntimeServerSpec.builder().device(address.deviceId(), device).inProcess(inProcessName);
        String host = address.host();
        if (host != null) {
            builder.listen(host, address.port());
        }
        address.tls().ifPresent(builder::tls);
        return builder.build();
    }

    synchronized boolean isOpen() {
        return server != null && !closed;
    }

    synchronized ServerCounters counters() {
        P4RuntimeServer running = server;
        return running == null ? NOTHING_YET : running.counters();
    }

    @Override
    public void close() {
        P4RuntimeServer running;
        synchronized (this) {
            closed = true;
            running = server;
        }
        if (running != null) {
            running.close();
        }
    }
}
