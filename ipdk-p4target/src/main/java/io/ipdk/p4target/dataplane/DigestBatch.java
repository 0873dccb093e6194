package io.ipdk.p4target.dataplane;

import java.util.List;

/**
 * Messages of one digest. Immutable.
 *
 * @param list the digest's list in the program
 * @param id counts the batches of the digest, from 1
 * @param nanos of the target's clock
 * @param messages the fields of each, in as many longs as they need, the low one first
 */
public record DigestBatch(int list, long id, long nanos, List<long[]> messages) {
    public DigestBatch {
        messages = List.copyOf(messages);
    }
}
