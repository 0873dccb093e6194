package io.ipdk.virtio.block;

import org.jspecify.annotations.Nullable;

/** A list of requests, first in, first out, linked through the requests themselves. Guarded by its owner. */
final class RequestFifo {
    private @Nullable BlockRequest first;
    private @Nullable BlockRequest last;
    private int size;

    boolean isEmpty() {
        return first == null;
    }

    int size() {
        return size;
    }

    @Nullable
    BlockRequest peek() {
        return first;
    }

    void append(BlockRequest request) {
        request.next = null;
        if (last == null) {
            first = request;
        } else {
            last.next = request;
        }
        last = request;
        size++;
    }

    @Nullable
    BlockRequest poll() {
        BlockRequest request = first;
        if (request != null) {
            first = request.next;
            if (first == null) {
                last = null;
            }
            request.next = null;
            size--;
        }
        return request;
    }

    /** Takes all requests over from another list, behind those that are here already. */
    void appendAll(RequestFifo other) {
        if (other.first == null) {
            return;
        }
        if (last == null) {
            first = other.first;
        } else {
            last.next = other.first;
        }
        last = other.last;
        size += other.size;
        other.clear();
    }

    void clear() {
        first = null;
        last = null;
        size = 0;
    }
}
