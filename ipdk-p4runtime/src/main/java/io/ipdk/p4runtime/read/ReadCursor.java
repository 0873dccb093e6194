package io.ipdk.p4runtime.read;

import io.ipdk.error.ClosedException;
import io.ipdk.error.DeadlineExceededException;
import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.error.P4RuntimeException;
import io.ipdk.p4runtime.error.StatusCode;
import io.ipdk.p4runtime.rpc.P4RuntimeRpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Entity;
import org.p4.v1.ReadRequest;
import org.p4.v1.ReadResponse;

/**
 * Entities as the target sends them; while nobody takes them, it sends no more. Read to the end, or close.
 *
 * <p>Iterating throws what the Read failed with, after the entities that came before. It can be iterated once. Confined to
 * one thread (the reader's); only {@link #close} may be called from any.
 */
public final class ReadCursor<E> implements Iterable<E>, AutoCloseable {
    private static final int AHEAD = 2;
    private static final Object END = new Object();

    private final Function<? super Entity, ? extends E> decode;
    private final Duration patience;
    private final LinkedBlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private final ReadCall call;
    private volatile boolean closed;
    private @Nullable ReadResponse message;
    private int position;
    private boolean ended;

    private ReadCursor(
            P4RuntimeRpc rpc, ReadRequest request, Function<? super Entity, ? extends E> decode, Duration patience) {
        this.decode = decode;
        this.patience = patience;
        this.call = ReadCall.start(rpc, request, new Arrivals(), AHEAD);
    }

    static <E> ReadCursor<E> open(P4RuntimeRpc rpc, ReadRequest request, Function<? super Entity, ? extends E> decode) {
        return new ReadCursor<>(rpc, request, decode, rpc.deadline());
    }

    /** What is left: every call goes on where the last one was. */
    @Override
    public Iterator<E> iterator() {
        return new Left();
    }

    private boolean advance() {
        ReadResponse current = message;
        while (current == null || position >= current.getEntitiesCount()) {
            if (ended) {
                return false;
            }
            current = nextMessage();
        }
        return true;
    }

    private @Nullable ReadResponse nextMessage() {
        Object next = take();
        if (next instanceof ReadResponse response) {
            call.request(1);
            message = response;
            position = 0;
            return response;
        }
        ended = true;
        message = null;
        if (next instanceof IpdkException failure) {
            throw failure;
        }
        return null;
    }

    private Object take() {
        Object next;
        try {
            next = arrived.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new P4RuntimeException(StatusCode.CANCELLED, "the Read was interrupted", "read again", true, e);
        }
        if (closed) {
            return new ClosedException("the Read was closed before its end", "read again");
        }
        if (next == null) {
            close();
            return new DeadlineExceededException(
                    "the target sent nothing for " + patience, "read again, or allow more time");
        }
        return next;
    }

    /** What is left, as a stream; closing the stream closes this. */
    public Stream<E> stream() {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL),
                        false)
                .onClose(this::close);
    }

    /** Reads what is left. */
    public List<E> toList() {
        List<E> all = new ArrayList<>();
        forEach(all::add);
        return all;
    }

    /** Ends the Read if it has not ended by itself. */
    @Override
    public void close() {
        closed = true;
        call.cancel();
        arrived.add(END);
    }

    private final class Arrivals implements ReadSink {
        @Override
        public void onMessage(ReadResponse response) {
            arrived.add(response);
        }

        @Override
        public void onEnd(@Nullable IpdkException failure) {
            arrived.add(failure == null ? END : failure);
        }
    }

    private final class Left implements Iterator<E> {
        @Override
        public boolean hasNext() {
            return advance();
        }

        @Override
        public E next() {
            ReadResponse current = advance() ? message : null;
            if (current == null) {
                throw new NoSuchElementException("all entities were read");
            }
            return decode.apply(current.getEntities(position++));
        }
    }
}
