package io.ipdk.nativeaccess.spdk.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Readers of results, for {@link RpcClient#callAsync}. Immutable. */
public final class RpcResults {

    private RpcResults() {}

    /** Text, such as the name of what was created. */
    public static String text(JsonNode result) {
        if (!result.isTextual()) {
            throw new IllegalArgumentException("text expected");
        }
        return result.asText();
    }

    /** Nothing but that it was done: SPDK answers {@code true}. */
    @SuppressWarnings("NullAway") // Void has no value but null
    public static Void done(JsonNode result) {
        if (result.isBoolean() && !result.asBoolean()) {
            throw new IllegalArgumentException("false");
        }
        return null;
    }

    /** A list, each element read the same way. */
    public static <T> Function<JsonNode, List<T>> list(Function<JsonNode, T> element) {
        return result -> {
            if (!result.isArray()) {
                throw new IllegalArgumentException("a list expected");
            }
            List<T> list = new ArrayList<>();
            result.forEach(node -> list.add(element.apply(node)));
            return List.copyOf(list);
        };
    }

    /** Text of a field, empty where there is none. */
    public static Optional<String> maybeText(JsonNode field) {
        return field.isTextual() ? Optional.of(field.asText()) : Optional.empty();
    }
}
