package io.ipdk.softipu.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Writes one kind of spec as JSON and reads it back, field by field, so that the journal's format does not follow the
 * classes unnoticed.
 *
 * <p>Immutable.
 *
 * @param <S> the spec
 */
public interface SpecCodec<S> {

    void write(S spec, ObjectNode json);

    /**
     * Reads a spec.
     *
     * @throws IllegalArgumentException a field is missing or makes no sense
     */
    S read(JsonNode json);
}
