package io.ipdk.p4runtime.stream;

import io.ipdk.p4runtime.entity.DigestConfig;
import io.ipdk.p4runtime.entity.DigestList;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.flow.Subscription;
import io.ipdk.p4runtime.pipeline.ProgramNames;
import io.ipdk.p4runtime.rpc.Futures;
import io.ipdk.p4runtime.session.RestoreStep;
import io.ipdk.p4runtime.write.Change;
import io.ipdk.p4runtime.write.WriteOptions;
import io.ipdk.p4runtime.write.WriteResult;
import io.ipdk.p4runtime.write.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Digests: what the pipeline tells. A list is acknowledged after every handler has returned from it; if one throws, or has no
 * room, it is not, and the target sends its content again. Thread-safe.
 */
public final class Digests {
    private final StreamHub hub;
    private final Writer writer;
    private final Supplier<ProgramNames> names;
    private final Map<String, DigestConfig> enabled = new ConcurrentHashMap<>();

    public Digests(StreamHub hub, Writer writer, Supplier<ProgramNames> names) {
        this.hub = hub;
        this.writer = writer;
        this.names = names;
    }

    /** Has the target send a digest, in lists as configured. It is asked again whenever this client becomes primary. */
    public void enable(DigestConfig config) {
        Futures.await("enabling digest " + config.digest(), enableAsync(config));
    }

    /** As {@link #enable}. */
    public CompletableFuture<Void> enableAsync(DigestConfig config) {
        return put(config, false).thenRun(() -> enabled.put(config.digest(), config));
    }

    /** Has the target send a digest no more. */
    public void disable(String digest) {
        ProgramNames known = names.get();
        enabled.remove(digest);
        Futures.await(
                        "disabling digest " + digest,
                        writer.write(
                                List.of(Change.delete(DigestConfig.of(digest))),
                                change -> change.encode(known.entities()),
                                null,
                                WriteOptions.defaults()))
                .orThrow();
    }

    private CompletableFuture<Void> put(DigestConfig config, boolean restoring) {
        return write(Change.insert(config), restoring)
                .thenCompose(result -> isThere(result)
                        ? write(Change.modify(config), restoring)
                        : CompletableFuture.completedFuture(result))
                .thenAccept(WriteResult::orThrow);
    }

    private CompletableFuture<WriteResult<Change>> write(Change change, boolean restoring) {
        ProgramNames known = names.get();
        return restoring
                ? writer.restore(List.of(change), one -> one.encode(known.entities()), null, WriteOptions.defaults())
                : writer.write(List.of(change), one -> one.encode(known.entities()), null, WriteOptions.defaults());
    }

    private static boolean isThere(WriteResult<Change> result) {
        return !result.allApplied() && result.failures().get(0).code() == StatusCode.ALREADY_EXISTS;
    }

    /** Calls the handler for each list, of whatever digest, one after the other. */
    public Subscription onDigest(Consumer<? super DigestList> handler) {
        return hub.digests().subscribe(list -> true, list -> handler.accept(decode(list)));
    }

    /** Calls the handler for each list of one digest. Lists that no handler wants are not acknowledged. */
    public Subscription onDigest(String digest, Consumer<? super DigestList> handler) {
        int id = names.get().info().digest(digest).id();
        return hub.digests().subscribe(list -> list.getDigestId() == id, list -> handler.accept(decode(list)));
    }

    /** The lists, as fast as each subscriber asks for them; each is acknowledged when {@code onNext} has returned. */
    public Flow.Publisher<DigestList> publisher() {
        return new MappedPublisher<>(hub.digests(), this::decode);
    }

    /** The lists as they are on the wire. */
    public Flow.Publisher<org.p4.v1.DigestList> raw() {
        return hub.digests();
    }

    /** Lists that some subscriber had no room for. */
    public long dropped() {
        return hub.digests().dropped();
    }

    private DigestList decode(org.p4.v1.DigestList list) {
        return names.get().digests().decode(list);
    }

    /** Enables again what was enabled. */
    public RestoreStep restoreStep() {
        return new RestoreStep() {
            @Override
            public String name() {
                return "digests";
            }

            @Override
            public CompletableFuture<Boolean> restore() {
                List<CompletableFuture<Void>> all = new ArrayList<>();
                enabled.values().forEach(config -> all.add(put(config, true)));
                return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                        .thenApply(done -> !all.isEmpty());
            }
        };
    }
}
