package io.ipdk.p4runtime.read;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.rpc.Mandate;
import io.ipdk.p4runtime.rpc.P4RuntimeRpc;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Entity;
import org.p4.v1.ReadRequest;
import org.p4.v1.ReadResponse;

/** Reads entities by key or wildcard. Backups may read too. Thread-safe. */
public final class Reader {
    private final P4RuntimeRpc rpc;
    private final Mandate mandate;

    public Reader(P4RuntimeRpc rpc, Mandate mandate) {
        this.rpc = rpc;
        this.mandate = mandate;
    }

    /**
     * What fits any of the filters, as it comes.
     *
     * @param decode called on the reader's thread
     */
    public <E> ReadCursor<E> read(List<Entity> filters, Function<? super Entity, ? extends E> decode) {
        return ReadCursor.open(rpc, request(filters), decode);
    }

    /** As {@link #read}, pushed as fast as each subscriber asks for entities; each subscriber reads anew. */
    public <E> Flow.Publisher<E> publisher(List<Entity> filters, Function<? super Entity, ? extends E> decode) {
        return new ReadPublisher<>(rpc, request(filters), decode);
    }

    /** As {@link #read}, all at once. */
    public <E> CompletableFuture<List<E>> all(List<Entity> filters, Function<? super Entity, ? extends E> decode) {
        Collector<E> collector = new Collector<>(decode);
        collector.begin(rpc, request(filters));
        return collector.future;
    }

    private ReadRequest request(List<Entity> filters) {
        return ReadRequest.newBuilder()
                .setDeviceId(mandate.deviceId())
                .setRole(mandate.role())
                .addAllEntities(filters)
                .build();
    }

    private static final class Collector<E> implements ReadSink {
        private final Function<? super Entity, ? extends E> decode;
        private final List<E> entities = new ArrayList<>();
        private final CompletableFuture<List<E>> future = new CompletableFuture<>();

        Collector(Function<? super Entity, ? extends E> decode) {
            this.decode = decode;
        }

        void begin(P4RuntimeRpc rpc, ReadRequest request) {
            ReadCall started = ReadCall.start(rpc, request, this, Integer.MAX_VALUE);
            CompletableFuture<?> unused = future.whenComplete((all, failure) -> {
                if (failure != null) {
                    started.cancel();
                }
            });
        }

        @Override
        public void onMessage(ReadResponse message) {
            try {
                for (Entity entity : message.getEntitiesList()) {
                    entities.add(decode.apply(entity));
                }
            } catch (RuntimeException e) {
                future.completeExceptionally(e);
            }
        }

        @Override
        public void onEnd(@Nullable IpdkException failure) {
            if (failure == null) {
                future.complete(entities);
            } else {
                future.completeExceptionally(failure);
            }
        }
    }
}
