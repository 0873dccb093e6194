package io.ipdk.p4target.program;

import java.util.List;

/**
 * A header union: at most one of its headers is valid. Immutable.
 *
 * @param name as in the JSON
 * @param index its place among the program's unions
 * @param headers the alternatives, in order
 */
public record HeaderUnion(String name, int index, List<HeaderInstance> headers) {
    public HeaderUnion {
        headers = List.copyOf(headers);
    }
}
