package io.ipdk.testkit.p4runtime;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.p4.v1.CapabilitiesRequest;
import org.p4.v1.CapabilitiesResponse;
import org.p4.v1.Entity;
import org.p4.v1.ForwardingPipelineConfig;
import org.p4.v1.GetForwardingPipelineConfigRequest;
import org.p4.v1.GetForwardingPipelineConfigResponse;
import org.p4.v1.ReadRequest;
import org.p4.v1.ReadResponse;
import org.p4.v1.SetForwardingPipelineConfigRequest;
import org.p4.v1.SetForwardingPipelineConfigResponse;
import org.p4.v1.StreamMessageRequest;
import org.p4.v1.WriteRequest;
import org.p4.v1.WriteResponse;

/**
 * A P4Runtime target for tests of controllers. Without a script it arbitrates by the specification, keeps a pipeline, and keeps
 * entities by key without a look at the P4Info. A script replaces its answer to the next call of a kind, or to every one.
 *
 * <p>Thread-safe.
 */
public final class ScriptedP4RuntimeServer implements AutoCloseable {
    /** The device that it serves. */
    public static final long DEVICE_ID = 1;

    private final Arbitration arbitration = new Arbitration(DEVICE_ID);
    private final EntityStore store = new EntityStore();
    private final ModelTarget model = new ModelTarget(arbitration, store);
    private final ScriptedService service = new ScriptedService(arbitration, model);
    private final @Nullable String name;
    private final ServerCredentials credentials;
    private final UnaryOperator<ServerBuilder<?>> settings;
    private Server server;
    private int port;

    private ScriptedP4RuntimeServer(
            @Nullable String name, ServerCredentials credentials, UnaryOperator<ServerBuilder<?>> settings) {
        this.name = name;
        this.credentials = credentials;
        this.settings = settings;
        this.server = listen();
    }

    /** In this process, under a name of its own. */
    public static ScriptedP4RuntimeServer inProcess() {
        return new ScriptedP4RuntimeServer(
                "scripted-" + UUID.randomUUID(), InsecureServerCredentials.create(), builder -> builder);
    }

    /** On a free TCP port of the loopback address. */
    public static ScriptedP4RuntimeServer tcp() {
        return tcp(InsecureServerCredentials.create());
    }

    /** As the other, with TLS or whatever the credentials are. */
    public static ScriptedP4RuntimeServer tcp(ServerCredentials credentials) {
        return new ScriptedP4RuntimeServer(null, credentials, builder -> builder);
    }

    /** As the other, looking at what comes with each call. */
    public static ScriptedP4RuntimeServer tcp(ServerInterceptor interceptor) {
        return new ScriptedP4RuntimeServer(
                null, InsecureServerCredentials.create(), builder -> builder.intercept(interceptor));
    }

    private Server listen() {
        ServerBuilder<?> builder =
                name != null ? InProcessServerBuilder.forName(name) : Grpc.newServerBuilderForPort(port, credentials);
        try {
            Server started = settings.apply(builder.addService(service)).build().start();
            port = name != null ? 0 : started.getPort();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address for a client. */
    public String target() {
        return name != null ? "inprocess:" + name : "127.0.0.1:" + port;
    }

    /** Breaks every connection and listens no more. */
    public synchronized void stop() {
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens again at the same address, with everything that was there. */
    public synchronized void start() {
        server = listen();
    }

    /** Forgets pipeline, entities and election ids, as a target that starts anew does. */
    public void forget() {
        arbitration.reset();
        store.clear();
        model.pipeline(null);
    }

    /** What Capabilities tells; 1.5.0 unless given. */
    public void apiVersion(String reported) {
        model.version(reported);
    }

    /** The pipeline in force; null = none. */
    public @Nullable ForwardingPipelineConfig pipeline() {
        return model.pipeline();
    }

    /** Puts a pipeline in force, as another client would have. */
    public void pipeline(ForwardingPipelineConfig config) {
        model.pipeline(config);
    }

    /** The entities that are there. */
    public List<Entity> entities() {
        return store.all();
    }

    /** Puts an entity there, as another client would have. */
    public void put(Entity entity) {
        store.put(entity);
    }

    public void nextWrite(Script<WriteRequest, WriteResponse> script) {
        service.write.next(script);
    }

    public void everyWrite(@Nullable Script<WriteRequest, WriteResponse> script) {
        service.write.every(script);
    }

    /** What the model does with a Write, for scripts that want it after all. */
    public Script<WriteRequest, WriteResponse> modelWrite() {
        return model::write;
    }

    public void nextRead(Script<ReadRequest, ReadResponse> script) {
        service.read.next(script);
    }

    public void nextSetPipeline(
            Script<SetForwardingPipelineConfigRequest, SetForwardingPipelineConfigResponse> script) {
        service.setPipeline.next(script);
    }

    public void nextGetPipeline(
            Script<GetForwardingPipelineConfigRequest, GetForwardingPipelineConfigResponse> script) {
        service.getPipeline.next(script);
    }

    public void nextCapabilities(Script<CapabilitiesRequest, CapabilitiesResponse> script) {
        service.capabilities.next(script);
    }

    /** What is done with the messages of the stream that is opened next. */
    public void nextStream(StreamScript script) {
        service.nextStreams.add(script);
    }

    /** What is done with the messages of streams that are opened from now on; null = what the specification says. */
    public void everyStream(@Nullable StreamScript script) {
        service.everyStream = script;
    }

    /** What the model does with a message, for scripts that want it after all. */
    public void model(ScriptedStream stream, StreamMessageRequest message) {
        service.model(stream, message);
    }

    public List<WriteRequest> writes() {
        return service.write.requests();
    }

    public List<ReadRequest> reads() {
        return service.read.requests();
    }

    public List<SetForwardingPipelineConfigRequest> setPipelines() {
        return service.setPipeline.requests();
    }

    public List<GetForwardingPipelineConfigRequest> getPipelines() {
        return service.getPipeline.requests();
    }

    /** Every stream since the beginning, in the order they were opened. */
    public List<ScriptedStream> streams() {
        return List.copyOf(service.streams);
    }

    /** The stream that was opened last. */
    public ScriptedStream stream() {
        return service.streams.get(service.streams.size() - 1);
    }

    @Override
    public void close() {
        stop();
    }
}
