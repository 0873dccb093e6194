package io.ipdk.p4target.program;

import java.util.List;

/**
 * A stack of headers, or of unions. Immutable.
 *
 * @param name as in the JSON
 * @param index its place among all stacks, those of unions after those of headers
 * @param headers its elements; empty in a stack of unions
 * @param unions its elements; empty in a stack of headers
 */
public record HeaderStack(String name, int index, List<HeaderInstance> headers, List<HeaderUnion> unions) {
    public HeaderStack {
        headers = List.copyOf(headers);
        unions = List.copyOf(unions);
    }

    /** How many elements it has. */
    public int size() {
        return Math.max(headers.size(), unions.size());
    }

    /** Whether its elements are unions. */
    public boolean ofUnions() {
        return !unions.isEmpty();
    }
}
