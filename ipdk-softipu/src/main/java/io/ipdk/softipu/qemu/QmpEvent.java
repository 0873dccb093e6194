package io.ipdk.softipu.qemu;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something a {@link QmpClient} has to tell its listeners.
 *
 * <p>Immutable; the data of a {@link Named} event must not be changed.
 */
public sealed interface QmpEvent {

    /**
     * An event that QEMU sent.
     *
     * @param name as in QEMU's QMP reference, such as {@code DEVICE_DELETED}
     * @param data its members; an empty object where it has none
     */
    record Named(String name, JsonNode data) implements QmpEvent {}

    /**
     * A connection was made and QEMU takes commands. It may be another QEMU than before.
     *
     * @param version who answers
     */
    record Connected(QmpVersion version) implements QmpEvent {}

    /**
     * The connection is lost. The client tries to get it back by itself.
     *
     * @param reason what was seen
     */
    record Disconnected(String reason) implements QmpEvent {}
}
