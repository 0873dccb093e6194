package io.ipdk.virtio.block.store;

import io.ipdk.nativeaccess.posix.IoVector;
import java.util.ArrayList;
import java.util.List;

/** Vectors for scattered transfers, one for each that runs; made when first needed and used again. Thread-safe. */
final class IoVectorPool implements AutoCloseable {
    private final List<IoVector> idle = new ArrayList<>();

    synchronized IoVector take() {
        return idle.isEmpty() ? new IoVector(IoVector.MAX_CAPACITY) : idle.remove(idle.size() - 1);
    }

    synchronized void giveBack(IoVector vector) {
        idle.add(vector);
    }

    @Override
    public synchronized void close() {
        idle.forEach(IoVector::close);
        idle.clear();
    }
}
