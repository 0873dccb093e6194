package io.ipdk.p4target;

import io.ipdk.p4target.dataplane.DigestBatch;
import io.ipdk.p4target.dataplane.IdleEntry;
import java.util.List;

/** Hears what the dataplane has to tell the control plane. Thread-safe: packet threads and the clock's thread call it. */
public interface TargetListener {
    /** Messages of a digest are due. Must not block. */
    void digest(DigestBatch batch);

    /** Entries were not hit for their time. Must not block. */
    void idleTimeout(List<IdleEntry> entries);

    /** A listener that does nothing. */
    static TargetListener none() {
        return new TargetListener() {
            @Override
            public void digest(DigestBatch batch) {}

            @Override
            public void idleTimeout(List<IdleEntry> entries) {}
        };
    }
}
