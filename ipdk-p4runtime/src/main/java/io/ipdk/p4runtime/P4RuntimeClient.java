package io.ipdk.p4runtime;

import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.pipeline.Pipeline;
import io.ipdk.p4runtime.pipeline.ProgramNames;
import io.ipdk.p4runtime.pipeline.TargetCapabilities;
import io.ipdk.p4runtime.read.ReadCursor;
import io.ipdk.p4runtime.read.Reader;
import io.ipdk.p4runtime.reconcile.ReconcileResult;
import io.ipdk.p4runtime.rpc.Futures;
import io.ipdk.p4runtime.rpc.P4RuntimeRpc;
import io.ipdk.p4runtime.session.Session;
import io.ipdk.p4runtime.stream.Digests;
import io.ipdk.p4runtime.stream.Notices;
import io.ipdk.p4runtime.stream.Packets;
import io.ipdk.p4runtime.write.Change;
import io.ipdk.p4runtime.write.WriteException;
import io.ipdk.p4runtime.write.WriteOptions;
import io.ipdk.p4runtime.write.WriteResult;
import io.ipdk.p4runtime.write.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.p4.v1.Entity;

/**
 * A session with a P4 target, and all that can be done in it, by the names of the P4 program. Thread-safe.
 *
 * <p>Methods that wait have a twin that ends in {@code Async}. A change that did not take effect never looks like one that
 * did: methods that make changes throw {@link WriteException}, or complete with it, unless every one of them is in force;
 * only {@link #tryWrite} and its twin return a mixed result.
 *
 * <p>Calls of a single change take effect in their order where they are about one entity, whether anybody waited between them
 * or not; those that come while a Write is on its way share the next one. Between other calls, wait for the answer where the
 * order matters.
 *
 * <p>A lost connection is opened again by itself, and what this client has put on the target is put back: the pipeline, the
 * digests, and the entities given to {@link #keep}.
 */
public final class P4RuntimeClient implements AutoCloseable {
    private final ClientParts parts;

    private P4RuntimeClient(ClientParts parts) {
        this.parts = parts;
    }

    /**
     * Connects, and waits until the target has answered whether this client is primary.
     *
     * @param target {@code host:port}, {@code unix:///path} or {@code inprocess:name}
     */
    public static P4RuntimeClient connect(String target, Consumer<? super P4RuntimeSpec.Builder> steps) {
        return connect(P4RuntimeSpec.of(target, steps));
    }

    /** As the other, with a spec. */
    public static P4RuntimeClient connect(P4RuntimeSpec spec) {
        return Futures.await("connecting to " + spec.channel(), connectAsync(spec));
    }

    /** As {@link #connect(P4RuntimeSpec)}. */
    public static CompletableFuture<P4RuntimeClient> connectAsync(P4RuntimeSpec spec) {
        ClientParts parts = new ClientParts(spec);
        return parts.open().thenApply(done -> new P4RuntimeClient(parts));
    }

    /** Who is primary, and what happened to the connection. */
    public Session session() {
        return parts.session;
    }

    /** The target's program. */
    public Pipeline pipeline() {
        return parts.pipeline;
    }

    /** Packets to and from the pipeline. */
    public Packets packets() {
        return parts.packets;
    }

    /** What the pipeline tells. */
    public Digests digests() {
        return parts.digests;
    }

    /** Idle entries, and errors on the stream. */
    public Notices notices() {
        return parts.notices;
    }

    /** What the target said of itself when the client connected. */
    public TargetCapabilities capabilities() {
        return parts.capabilities();
    }

    /** The specification's own calls. */
    public P4RuntimeRpc raw() {
        return parts.rpc;
    }

    /** Changes as messages of the specification, batched and joined like all others. */
    public Writer rawWriter() {
        return parts.writer;
    }

    /** Reads of messages of the specification. */
    public Reader rawReader() {
        return parts.reader;
    }

    /** Adds entities that are not there yet. */
    public void insert(P4Entity... entities) {
        write(changes(Change::insert, entities));
    }

    /** As {@link #insert}. */
    public CompletableFuture<WriteResult<Change>> insertAsync(P4Entity... entities) {
        return writeAsync(changes(Change::insert, entities));
    }

    /** Changes entities that are there. */
    public void modify(P4Entity... entities) {
        write(changes(Change::modify, entities));
    }

    /** As {@link #modify}. */
    public CompletableFuture<WriteResult<Change>> modifyAsync(P4Entity... entities) {
        return writeAsync(changes(Change::modify, entities));
    }

    /** Removes entities that are there; only their keys count. */
    public void delete(P4Entity... entities) {
        write(changes(Change::delete, entities));
    }

    /** As {@link #delete}. */
    public CompletableFuture<WriteResult<Change>> deleteAsync(P4Entity... entities) {
        return writeAsync(changes(Change::delete, entities));
    }

    private static List<Change> changes(Function<P4Entity, Change> kind, P4Entity... entities) {
        List<Change> changes = new ArrayList<>(entities.length);
        for (P4Entity entity : entities) {
            changes.add(kind.apply(entity));
        }
        return changes;
    }

    /** Makes changes of any kind and number. */
    public WriteResult<Change> write(List<Change> changes) {
        return write(changes, WriteOptions.defaults());
    }

    /** As the other, with a say in atomicity and order. */
    public WriteResult<Change> write(List<Change> changes, WriteOptions options) {
        return tryWrite(changes, options).orThrow();
    }

    /** As {@link #write(List)}. Waits for room if too many changes are waiting already. */
    public CompletableFuture<WriteResult<Change>> writeAsync(List<Change> changes) {
        return writeAsync(changes, WriteOptions.defaults());
    }

    /** As {@link #write(List, WriteOptions)}. Waits for room if too many changes are waiting already. */
    public CompletableFuture<WriteResult<Change>> writeAsync(List<Change> changes, WriteOptions options) {
        return tryWriteAsync(changes, options).thenApply(WriteResult::orThrow);
    }

    /** Makes changes, and returns what became of each, also if none took effect. Throws only if nothing was sent. */
    public WriteResult<Change> tryWrite(List<Change> changes, WriteOptions options) {
        return Futures.await("Write", tryWriteAsync(changes, options));
    }

    /** As {@link #tryWrite}. */
    public CompletableFuture<WriteResult<Change>> tryWriteAsync(List<Change> changes, WriteOptions options) {
        return parts.pipeline
                .knownNames()
                .map(names -> write(changes, names, options))
                .orElseGet(() -> parts.pipeline.namesAsync().thenCompose(names -> write(changes, names, options)));
    }

    private CompletableFuture<WriteResult<Change>> write(
            List<Change> changes, ProgramNames names, WriteOptions options) {
        return parts.writer.write(
                changes, change -> change.encode(names.entities()), names.info().proto(), options);
    }

    /** All entities that fit the filter, as the target sends them. */
    public <E extends P4Entity> ReadCursor<E> read(E filter) {
        ProgramNames names = parts.names();
        return parts.reader.read(List.of(names.entities().encodeFilter(filter)), decoder(names, filter));
    }

    /** All entities that fit any of the filters. */
    public ReadCursor<P4Entity> readAll(List<? extends P4Entity> filters) {
        ProgramNames names = parts.names();
        return parts.reader.read(
                filters.stream().map(names.entities()::encodeFilter).toList(), names.entities()::decode);
    }

    /** As {@link #read}, all at once. */
    public <E extends P4Entity> CompletableFuture<List<E>> readAsync(E filter) {
        return parts.pipeline
                .namesAsync()
                .thenCompose(names ->
                        parts.reader.all(List.of(names.entities().encodeFilter(filter)), decoder(names, filter)));
    }

    /** As {@link #read}, as fast as each subscriber asks for entities; each subscriber reads anew. */
    public <E extends P4Entity> Flow.Publisher<E> readPublisher(E filter) {
        ProgramNames names = parts.names();
        return parts.reader.publisher(List.of(names.entities().encodeFilter(filter)), decoder(names, filter));
    }

    private static <E extends P4Entity> Function<Entity, E> decoder(ProgramNames names, E filter) {
        @SuppressWarnings("unchecked") // Entities are final: a filter's class is its type.
        Class<E> type = (Class<E>) filter.getClass();
        return entity -> {
            P4Entity decoded = names.entities().decode(entity);
            if (!type.isInstance(decoded)) {
                throw new InvalidEntityException(
                        EntityRule.MALFORMED,
                        "answer to a Read",
                        "kind",
                        decoded.getClass().getSimpleName(),
                        type.getSimpleName() + ", which was asked for");
            }
            return type.cast(decoded);
        };
    }

    /**
     * Brings the target to a state: inserts what is missing, modifies what differs, and deletes what is not wanted in every
     * table and profile that the state mentions.
     */
    public ReconcileResult reconcile(List<? extends P4Entity> wanted) {
        return reconcile(wanted, List.of());
    }

    /**
     * As the other.
     *
     * @param scope more places, as filters of a Read, in which nothing but what is wanted may stay
     */
    public ReconcileResult reconcile(List<? extends P4Entity> wanted, List<? extends P4Entity> scope) {
        return Futures.await("reconciling", reconcileAsync(wanted, scope));
    }

    /** As {@link #reconcile(List, List)}. */
    public CompletableFuture<ReconcileResult> reconcileAsync(
            List<? extends P4Entity> wanted, List<? extends P4Entity> scope) {
        return parts.pipeline
                .namesAsync()
                .thenCompose(names -> parts.reconciler.reconcile(wanted, scope, names, false))
                .thenApply(result -> {
                    result.changes().orThrow();
                    return result;
                });
    }

    /** As {@link #reconcile(List, List)}, now and again whenever this client has become primary. */
    public ReconcileResult keep(List<? extends P4Entity> wanted, List<? extends P4Entity> scope) {
        return Futures.await("reconciling", parts.desired.keep(wanted, scope));
    }

    /** As {@link #keep}, for a backup: nothing is sent until it has become primary. */
    public void prepare(List<? extends P4Entity> wanted, List<? extends P4Entity> scope) {
        parts.desired.prepare(wanted, scope);
    }

    /** Puts entities back no more. */
    public void forget() {
        parts.desired.forget();
    }

    /**
     * Ends the session. Packets that were sent still go out, for which the target has as long as for the answer to an
     * arbitration; other calls that are on their way fail; handlers get what waits for them. May be called from a handler.
     */
    @Override
    public void close() {
        parts.close();
    }
}
