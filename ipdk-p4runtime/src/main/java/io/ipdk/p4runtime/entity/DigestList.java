package io.ipdk.p4runtime.entity;

import io.ipdk.p4runtime.value.P4Data;
import java.time.Instant;
import java.util.List;

/**
 * A list of messages of one digest.
 *
 * <p>Immutable.
 *
 * @param digest the digest's name
 * @param listId the device's number for the list, which an acknowledgement repeats
 * @param messages what the data plane said
 * @param timestamp when the device made the list, by its own clock
 */
public record DigestList(String digest, long listId, List<P4Data> messages, Instant timestamp) {

    public DigestList {
        messages = List.copyOf(messages);
    }
}
