package io.ipdk.p4target.server;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.p4.v1.StreamMessageResponse;

/**
 * What waits for one controller. Notices beyond the limit are dropped and counted; answers to arbitration are not, but a
 * controller that asks and asks without reading any of them loses its stream.
 *
 * <p>Thread-safe. Nobody who sends ever waits for the controller.
 */
final class StreamOutbox {
    private static final int MOST_ANSWERS = 4_096;

    private final ServerCallStreamObserver<StreamMessageResponse> observer;
    private final int mostNotices;
    private final LiveCounters counters;
    private final Deque<StreamMessageResponse> queue = new ArrayDeque<>();
    private int notices;
    private boolean sending;
    private boolean closed;

    StreamOutbox(ServerCallStreamObserver<StreamMessageResponse> observer, int mostNotices, LiveCounters counters) {
        this.observer = observer;
        this.mostNotices = mostNotices;
        this.counters = counters;
    }

    /**
     * Queues a message, or drops it.
     *
     * @return whether the controller still keeps up with its own questions
     */
    boolean send(StreamMessageResponse message) {
        synchronized (this) {
            if (closed) {
                return true;
            }
            boolean answer = message.hasArbitration();
            if (answer && queue.size() - notices >= MOST_ANSWERS) {
                return false;
            }
            if (!answer) {
                if (notices >= mostNotices) {
                    counters.droppedNotices.increment();
                    return true;
                }
                notices++;
            }
            queue.add(message);
        }
        drain();
        return true;
    }

    /** Hands over as much as the transport takes without buffering; one thread at a time. */
    void drain() {
        synchronized (this) {
            if (sending) {
                return;
            }
            sending = true;
        }
        for (StreamMessageResponse next = take(); next != null; next = take()) {
            try {
                observer.onNext(next);
            } catch (RuntimeException e) {
                // The call has ended under our hands; its cancellation cleans up.
                close();
            }
        }
    }

    synchronized void close() {
        closed = true;
        counters.droppedNotices.add(notices);
        queue.clear();
        notices = 0;
    }

    private synchronized @Nullable StreamMessageResponse take() {
        if (closed || queue.isEmpty() || !observer.isReady()) {
            sending = false;
            return null;
        }
        StreamMessageResponse next = queue.remove();
        if (!next.hasArbitration()) {
            notices--;
        }
        return next;
    }
}
