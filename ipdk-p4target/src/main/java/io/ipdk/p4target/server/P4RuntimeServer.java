package io.ipdk.p4target.server;

import io.grpc.Server;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.ipdk.error.HostException;
import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4target.P4LoadException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A P4Runtime 1.5 server for devices that run in this JVM.
 *
 * <p>Thread-safe. It has a few threads of its own, all of them daemons; {@link #close} ends the streams with UNAVAILABLE and
 * returns within seconds, and leaves the devices to whoever made them.
 */
public final class P4RuntimeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(P4RuntimeServer.class);
    private static final int READERS = 32;
    private static final long TICK_MILLIS = 5;
    private static final long CLOSE_SECONDS = 2;

    private final P4RuntimeServerSpec spec;
    private final Devices devices;
    private final LiveCounters counters = new LiveCounters();
    private final P4RuntimeService service;
    private final ExecutorService calls;
    private final ThreadPoolExecutor reads;
    private final ScheduledExecutorService notices;
    private final List<Server> servers = new ArrayList<>();
    private @Nullable ScheduledFuture<?> noticeRounds;
    private final AtomicBoolean closed = new AtomicBoolean();

    private P4RuntimeServer(P4RuntimeServerSpec spec) {
        this.spec = spec;
        devices = new Devices(spec);
        calls = Executors.newFixedThreadPool(
                Math.max(8, 2 * Runtime.getRuntime().availableProcessors()), daemons("p4runtime-call"));
        // A slow controller holds a thread while it reads; when all are held, other reads wait, and nothing else does.
        reads = new ThreadPoolExecutor(
                READERS, READERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("p4runtime-read"));
        reads.allowCoreThreadTimeOut(true);
        service = new P4RuntimeService(devices, spec, counters, reads);
        notices = Executors.newSingleThreadScheduledExecutor(daemons("p4runtime-notices"));
    }

    /**
     * Starts serving.
     *
     * @throws HostException if the port cannot be had
     * @throws InvalidSpecException if the files for TLS are no good
     * @throws io.ipdk.p4target.P4LoadException if a device cannot run the program it is to begin with
     */
    public static P4RuntimeServer start(P4RuntimeServerSpec spec) {
        P4RuntimeServer server = new P4RuntimeServer(spec);
        try {
            // Side by side: compiling a program takes about as long as a first server does.
            CompletableFuture<Void> programs = CompletableFuture.runAsync(server::begin, server.calls);
            server.open();
            server.await(programs);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** The TCP port; -1 if there is none. */
    public int port() {
        return servers.stream()
                .mapToInt(Server::getPort)
                .filter(port -> port > 0)
                .findFirst()
                .orElse(-1);
    }

    /** Where clients connect to, as {@code host:port}; empty if there is no TCP port. */
    public String address() {
        return port() < 0 ? "" : spec.host() + ":" + port();
    }

    public ServerCounters counters() {
        return new ServerCounters(
                counters.openStreams.get(), counters.droppedNotices.sum(), counters.refusedPacketOuts.sum());
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        servers.forEach(Server::shutdown);
        service.endStreams();
        if (noticeRounds != null) {
            noticeRounds.cancel(false);
        }
        notices.shutdownNow();
        for (Server server : servers) {
            awaitEnd(server);
        }
        calls.shutdown();
        reads.shutdownNow();
    }

    private void begin() {
        spec.programs().forEach((id, config) -> devices.require(id).pipelines().begin(config));
    }

    private void await(CompletableFuture<Void> programs) {
        try {
            programs.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof P4LoadException known) {
                throw known;
            }
            throw e;
        }
    }

    private void open() {
        spec.inProcessName()
                .ifPresent(name -> start(InProcessServerBuilder.forName(name)
                        .executor(calls)
                        .maxInboundMessageSize(spec.maxMessageBytes())
                        .maxInboundMetadataSize(spec.maxMetadataBytes())
                        .addService(service)
                        .build()));
        if (spec.port() >= 0) {
            NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(spec.host(), spec.port()))
                    .executor(calls)
                    .maxInboundMessageSize(spec.maxMessageBytes())
                    .maxInboundMetadataSize(spec.maxMetadataBytes())
                    .permitKeepAliveTime(5, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .addService(service);
            spec.tls().ifPresent(files -> secure(builder, files));
            start(builder.build());
        }
        noticeRounds = notices.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void start(Server server) {
        try {
            servers.add(server.start());
        } catch (IOException e) {
            throw new HostException(
                    "P4Runtime cannot listen on " + spec.host() + ":" + spec.port(),
                    "choose another port, or 0 for a free one",
                    true,
                    e);
        }
    }

    private static void secure(NettyServerBuilder builder, TlsFiles files) {
        try {
            SslContextBuilder context = GrpcSslContexts.forServer(
                    files.certificateChain().toFile(), files.privateKey().toFile());
            files.clientAuthorities()
                    .ifPresent(authorities ->
                            context.trustManager(authorities.toFile()).clientAuth(ClientAuth.REQUIRE));
            builder.sslContext(context.build());
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidSpecException(
                    "tls", files, "readable PEM files that belong together (" + e.getMessage() + ")");
        }
    }

    private void tick() {
        for (ControlledDevice device : devices.all()) {
            try {
                device.pipelines().tick();
            } catch (RuntimeException e) {
                LOG.warn("notices of device {} failed; the next round tries again", device.id(), e);
            }
        }
    }

    private static void awaitEnd(Server server) {
        try {
            if (!server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger next = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + next.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
