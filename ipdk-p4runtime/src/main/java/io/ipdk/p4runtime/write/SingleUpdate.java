package io.ipdk.p4runtime.write;

import io.ipdk.error.IpdkException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Entity;
import org.p4.v1.Update;

/** The only update of a call, and the caller who waits for what becomes of it. Immutable, but for the future. */
final class SingleUpdate<C> {
    private final C change;
    private final Update update;
    private final Entity key;
    private final int rank;
    private final boolean alone;
    private final CompletableFuture<WriteResult<C>> result = new CompletableFuture<>();

    SingleUpdate(C change, Update update, int rank) {
        this.change = change;
        this.update = update;
        this.key = EntityKey.of(update.getEntity());
        this.rank = rank;
        this.alone = isAboutMany(update.getEntity());
    }

    /** All cells of an array, or something whose key only the architecture knows: it has to do with whatever is near it. */
    private static boolean isAboutMany(Entity entity) {
        return switch (entity.getEntityCase()) {
            case COUNTER_ENTRY -> !entity.getCounterEntry().hasIndex();
            case METER_ENTRY -> !entity.getMeterEntry().hasIndex();
            case REGISTER_ENTRY -> !entity.getRegisterEntry().hasIndex();
            case EXTERN_ENTRY, ENTITY_NOT_SET -> true;
            default -> false;
        };
    }

    Update update() {
        return update;
    }

    /** Which entity it is about. */
    Entity key() {
        return key;
    }

    /** How far it stands from entities that refer to nothing. */
    int rank() {
        return rank;
    }

    boolean isDelete() {
        return update.getType() == Update.Type.DELETE;
    }

    /** Whether it may share a Write with no other update. */
    boolean alone() {
        return alone;
    }

    int bytes() {
        return update.getSerializedSize() + 8;
    }

    CompletableFuture<WriteResult<C>> result() {
        return result;
    }

    /** Tells the caller; {@code rpcFailure} = what failed as a whole, if something did. */
    void end(ErrorDetails.Verdict verdict, @Nullable IpdkException rpcFailure) {
        NavigableMap<Integer, UpdateResult<C>> failures = WriteResult.noFailures();
        if (verdict.outcome() != UpdateOutcome.APPLIED) {
            failures = new TreeMap<>();
            failures.put(0, verdict.on(change));
        }
        result.complete(new WriteResult<>(List.of(change), failures, rpcFailure));
    }
}
