package io.ipdk.p4runtime.read;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.rpc.P4RuntimeRpc;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Entity;
import org.p4.v1.ReadRequest;
import org.p4.v1.ReadResponse;

/** A Read per subscriber, begun when it subscribes, and as fast as it asks for entities. Thread-safe. */
final class ReadPublisher<E> implements Flow.Publisher<E> {
    private final P4RuntimeRpc rpc;
    private final ReadRequest request;
    private final Function<? super Entity, ? extends E> decode;

    ReadPublisher(P4RuntimeRpc rpc, ReadRequest request, Function<? super Entity, ? extends E> decode) {
        this.rpc = rpc;
        this.request = request;
        this.decode = decode;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super E> subscriber) {
        new Delivery(subscriber).begin();
    }

    /** One subscriber's Read. At most one message is held; the next one is asked for when it has been handed over. */
    private final class Delivery implements ReadSink, Flow.Subscription {
        private final Flow.Subscriber<? super E> subscriber;
        private @Nullable ReadCall call;
        private @Nullable ReadResponse message;
        private int position;
        private long demand;
        private boolean busy;
        private boolean asked;
        private boolean over;
        private boolean cancelled;
        private @Nullable Throwable failure;

        Delivery(Flow.Subscriber<? super E> subscriber) {
            this.subscriber = subscriber;
        }

        void begin() {
            synchronized (this) {
                busy = true;
            }
            subscriber.onSubscribe(this);
            synchronized (this) {
                busy = false;
                if (cancelled) {
                    return;
                }
                asked = true;
            }
            ReadCall started = ReadCall.start(rpc, request, this, 1);
            synchronized (this) {
                call = started;
            }
            deliver();
        }

        @Override
        public void onMessage(ReadResponse response) {
            synchronized (this) {
                if (over) {
                    // The subscriber broke a rule while this was on its way.
                    return;
                }
                message = response;
                position = 0;
                asked = false;
            }
            deliver();
        }

        @Override
        public void onEnd(@Nullable IpdkException cause) {
            synchronized (this) {
                over = true;
                if (failure == null) {
                    failure = cause;
                }
            }
            deliver();
        }

        @Override
        public void request(long count) {
            synchronized (this) {
                if (count <= 0) {
                    failure = new IllegalArgumentException(
                            "a subscriber asked for " + count + " entities, allowed: 1 or more");
                    over = true;
                    message = null;
                } else {
                    demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
                }
            }
            deliver();
        }

        @Override
        public void cancel() {
            ReadCall running;
            synchronized (this) {
                cancelled = true;
                message = null;
                running = call;
            }
            if (running != null) {
                running.cancel();
            }
        }

        /** Whoever finds nobody at it hands over all there is; the others leave it to that one. */
        private void deliver() {
            while (true) {
                E next = null;
                boolean end = false;
                ReadCall more = null;
                synchronized (this) {
                    if (busy || cancelled) {
                        return;
                    }
                    ReadResponse current = message;
                    if (current != null && position >= current.getEntitiesCount()) {
                        message = null;
                        current = null;
                    }
                    if (current != null) {
                        if (demand == 0) {
                            return;
                        }
                        demand -= demand == Long.MAX_VALUE ? 0 : 1;
                        try {
                            next = decode.apply(current.getEntities(position++));
                        } catch (RuntimeException e) {
                            failure = e;
                            end = true;
                            cancelled = true;
                            more = call;
                        }
                    } else if (over) {
                        end = true;
                        cancelled = true;
                        more = call;
                    } else if (!asked && call != null) {
                        asked = true;
                        more = call;
                    } else {
                        return;
                    }
                    busy = next != null || end;
                }
                if (more != null && !end) {
                    more.request(1);
                } else if (more != null) {
                    more.cancel();
                }
                if (end) {
                    end();
                    return;
                }
                if (next != null) {
                    hand(next);
                }
            }
        }

        private void hand(E next) {
            try {
                subscriber.onNext(next);
            } catch (RuntimeException e) {
                cancel();
                subscriber.onError(e);
            } finally {
                synchronized (this) {
                    busy = false;
                }
            }
        }

        private void end() {
            Throwable cause;
            synchronized (this) {
                cause = failure;
            }
            if (cause == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(cause);
            }
        }
    }
}
