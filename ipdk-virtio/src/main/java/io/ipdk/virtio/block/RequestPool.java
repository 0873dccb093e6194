package io.ipdk.virtio.block;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests of one queue, made when they are first needed and used again. Confined to the queue's gate. */
final class RequestPool {
    private final BlockQueue queue;
    private final List<BlockRequest> all = new ArrayList<>();
    private @Nullable BlockRequest free;
    private int taken;
    private int limit;

    RequestPool(BlockQueue queue) {
        this.queue = queue;
    }

    /** Takes all requests back, whoever held them, and hands out so many at a time from now on. */
    void reset(int newLimit) {
        limit = newLimit;
        taken = 0;
        free = null;
        for (BlockRequest request : all) {
            request.next = free;
            free = request;
        }
    }

    boolean isExhausted() {
        return taken >= limit;
    }

    /** A request to fill; not to be called on an exhausted pool. */
    BlockRequest take() {
        taken++;
        BlockRequest request = free;
        if (request == null) {
            request = new BlockRequest(queue);
            all.add(request);
        } else {
            free = request.next;
            request.next = null;
        }
        return request;
    }

    void giveBack(BlockRequest request) {
        taken--;
        request.failure = null;
        request.next = free;
        free = request;
    }
}
