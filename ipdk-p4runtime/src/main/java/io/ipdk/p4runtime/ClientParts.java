package io.ipdk.p4runtime;

import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.channel.Channels;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.RpcErrors;
import io.ipdk.p4runtime.flow.BoundedPublisher;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.metric.P4RuntimeMetrics.StreamItem;
import io.ipdk.p4runtime.pipeline.ApiVersion;
import io.ipdk.p4runtime.pipeline.Pipeline;
import io.ipdk.p4runtime.pipeline.ProgramNames;
import io.ipdk.p4runtime.pipeline.TargetCapabilities;
import io.ipdk.p4runtime.read.Reader;
import io.ipdk.p4runtime.reconcile.DesiredState;
import io.ipdk.p4runtime.reconcile.Reconciler;
import io.ipdk.p4runtime.rpc.Mandate;
import io.ipdk.p4runtime.rpc.P4RuntimeRpc;
import io.ipdk.p4runtime.session.Session;
import io.ipdk.p4runtime.session.SessionEvent;
import io.ipdk.p4runtime.session.SessionRuntime;
import io.ipdk.p4runtime.stream.Digests;
import io.ipdk.p4runtime.stream.Notices;
import io.ipdk.p4runtime.stream.Packets;
import io.ipdk.p4runtime.stream.StreamHub;
import io.ipdk.p4runtime.write.PortForm;
import io.ipdk.p4runtime.write.Writer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Uint128;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything a client is made of, put together and taken apart. Thread-safe. */
final class ClientParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(P4RuntimeClient.class);
    private static final int EVENTS = 1_024;

    private final P4RuntimeSpec spec;
    private final @Nullable ManagedChannel managed;
    private final ScheduledThreadPoolExecutor loop;
    private final ExecutorService handlers;
    private final AtomicBoolean closed = new AtomicBoolean();

    final P4RuntimeRpc rpc;
    final StreamHub hub;
    final Session session;
    final Pipeline pipeline;
    final Writer writer;
    final Reader reader;
    final Reconciler reconciler;
    final DesiredState desired;
    final Packets packets;
    final Digests digests;
    final Notices notices;
    private volatile TargetCapabilities capabilities = new TargetCapabilities(Optional.empty(), "", Optional.empty());

    ClientParts(P4RuntimeSpec spec) {
        this.spec = spec;
        Channel own = spec.ownChannel();
        Channel channel;
        if (own == null) {
            managed = Channels.open(spec.channel());
            channel = managed;
        } else {
            managed = null;
            channel = own;
        }
        String name = "p4runtime-" + Long.toUnsignedString(spec.session().deviceId());
        loop = new ScheduledThreadPoolExecutor(1, threads(name + "-session"));
        loop.setRemoveOnCancelPolicy(true);
        handlers = Executors.newCachedThreadPool(threads(name + "-handler"));
        CallCredentials credentials = spec.channel().credentials();
        CallOptions options =
                credentials == null ? CallOptions.DEFAULT : CallOptions.DEFAULT.withCallCredentials(credentials);
        // What comes on the stream only goes into queues, which the connection's own thread can do. Only here:
        // another's
        // channel, or one inside of this process, may call back on a thread that holds locks.
        boolean remote = own == null && !Channels.isInProcess(spec.channel());
        CallOptions streamOptions = remote ? options.withExecutor(Runnable::run) : options;
        rpc = new P4RuntimeRpc(channel, options, streamOptions, spec.deadline(), spec.metrics());
        hub = new StreamHub(handlers, spec.queues(), spec.metrics());

        LateMandate mandate = new LateMandate();
        pipeline = new Pipeline(rpc, mandate, spec.checkConstraints());
        writer = new Writer(rpc, mandate, spec.writes());
        reader = new Reader(rpc, mandate);
        reconciler = new Reconciler(reader, writer);
        desired = new DesiredState(reconciler, pipeline::namesAsync);
        packets = new Packets(hub, () -> pipeline.names().packets());
        digests = new Digests(hub, writer, pipeline::names);
        notices = new Notices(hub, () -> pipeline.names().entities());
        BoundedPublisher<SessionEvent> events =
                new BoundedPublisher<>(handlers, EVENTS, () -> spec.metrics().streamDrop(StreamItem.SESSION_EVENT));
        session = new Session(
                spec.session(),
                new SessionRuntime(rpc, loop, events, spec.metrics()),
                List.of(pipeline.restoreStep(), digests.restoreStep(), desired),
                hub);
        mandate.session = session;
        hub.outbound(session::send);
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    CompletableFuture<Void> open() {
        return session.open()
                .thenCompose(info -> pipeline.capabilitiesAsync())
                .exceptionallyCompose(failure -> {
                    IpdkException cause = RpcErrors.of("Capabilities", failure);
                    if (session.info().isConnected() && cause instanceof P4RuntimeException) {
                        LOG.warn("The target does not say what it can do: {}", cause.getMessage());
                        return CompletableFuture.completedFuture(capabilities);
                    }
                    return CompletableFuture.failedFuture(cause);
                })
                .thenAccept(this::adapt)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        close();
                    }
                });
    }

    private void adapt(TargetCapabilities found) {
        capabilities = found;
        if (!spec.anyVersion()) {
            found.requireUsable();
            if (!spec.session().role().name().isEmpty()) {
                found.require("roles by name", 1, 4);
            }
        }
        // Who does not say its version is older than Capabilities, which came with 1.1, or may be.
        if (!found.isAtLeast(1, 4)) {
            writer.form(new PortForm(!found.isAtLeast(1, 3), this::hasTextPorts));
        }
        found.version()
                .filter(version -> version.compareTo(ApiVersion.OURS) > 0)
                .ifPresent(
                        version -> LOG.info("The target speaks P4Runtime {}, newer than {}", version, ApiVersion.OURS));
    }

    private boolean hasTextPorts() {
        return pipeline.info().map(P4Info::textPorts).orElse(false);
    }

    TargetCapabilities capabilities() {
        return capabilities;
    }

    ProgramNames names() {
        return pipeline.names();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        session.close();
        hub.close();
        loop.shutdown();
        if (managed != null) {
            managed.shutdownNow();
        }
        handlers.shutdown();
    }

    /** The session needs what it restores, which needs the session's mandate. */
    private static final class LateMandate implements Mandate {
        private volatile @Nullable Mandate session;

        private Mandate session() {
            Mandate known = session;
            if (known == null) {
                throw new IllegalStateException("the client is still being made");
            }
            return known;
        }

        @Override
        public long deviceId() {
            return session().deviceId();
        }

        @Override
        public String role() {
            return session().role();
        }

        @Override
        public @Nullable Uint128 electionId(boolean restoring) {
            return session().electionId(restoring);
        }
    }
}
