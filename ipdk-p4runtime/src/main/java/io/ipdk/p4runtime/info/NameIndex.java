package io.ipdk.p4runtime.info;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one kind by full name, alias, unique suffix at a dot, and id. A full name wins over an alias, an alias over a
 * suffix. One look-up is one hash of the name; names are interned, so that a caller's literal is the key itself.
 */
final class NameIndex<T> {
    private final String kind;
    private final List<T> objects;
    private final Function<T, String> name;
    private final Map<String, T> byName = new HashMap<>();
    private final Map<String, List<String>> ambiguous = new HashMap<>();
    private final int[] ids;
    private final List<T> byId;

    /**
     * @param kind for messages, such as {@code table}
     * @throws InvalidP4InfoException two objects share a name or an id
     */
    NameIndex(String kind, List<T> objects, Function<T, String> name, Function<T, String> alias, ToIntFunction<T> id) {
        this.kind = kind;
        this.objects = List.copyOf(objects);
        this.name = name;
        for (T object : objects) {
            if (byName.putIfAbsent(name.apply(object).intern(), object) != null) {
                throw new InvalidP4InfoException(kind + " '" + name.apply(object) + "'", "the name is used twice");
            }
        }
        Map<String, T> aliases = new HashMap<>();
        for (T object : objects) {
            offer(aliases, alias.apply(object), object);
        }
        settle(aliases);
        Map<String, T> suffixes = new HashMap<>();
        for (T object : objects) {
            String full = name.apply(object);
            for (int dot = full.indexOf('.'); dot >= 0; dot = full.indexOf('.', dot + 1)) {
                offer(suffixes, full.substring(dot + 1), object);
            }
        }
        settle(suffixes);
        byId = objects.stream()
                .sorted((a, b) -> Integer.compareUnsigned(id.applyAsInt(a), id.applyAsInt(b)))
                .toList();
        ids = byId.stream().mapToInt(id).map(NameIndex::ordered).toArray();
        for (int i = 1; i < ids.length; i++) {
            if (ids[i] == ids[i - 1]) {
                throw new InvalidP4InfoException(
                        kind + " '" + name.apply(byId.get(i)) + "'",
                        "has the id of '" + name.apply(byId.get(i - 1)) + "'");
            }
        }
    }

    List<T> all() {
        return objects;
    }

    @Nullable
    T find(String wanted) {
        return byName.get(wanted);
    }

    T get(String wanted) {
        T object = byName.get(wanted);
        if (object != null) {
            return object;
        }
        List<String> candidates = ambiguous.get(wanted);
        throw candidates != null
                ? UnknownNameException.ambiguous(kind, wanted, candidates)
                : UnknownNameException.unknown(
                        kind, wanted, objects.stream().map(name).toList());
    }

    @Nullable
    T find(int id) {
        int at = Arrays.binarySearch(ids, ordered(id));
        return at < 0 ? null : byId.get(at);
    }

    T get(int id) {
        T object = find(id);
        if (object == null) {
            throw UnknownNameException.unknownId(kind, id);
        }
        return object;
    }

    private void offer(Map<String, T> names, String offered, T object) {
        if (offered.isEmpty() || byName.containsKey(offered)) {
            return;
        }
        T other = names.putIfAbsent(offered, object);
        if (other != null && other != object) {
            ambiguous
                    .computeIfAbsent(offered, key -> new ArrayList<>(List.of(name.apply(other))))
                    .add(name.apply(object));
        }
    }

    private void settle(Map<String, T> names) {
        names.keySet().removeAll(ambiguous.keySet());
        names.forEach((name, object) -> byName.put(name.intern(), object));
    }

    /** Unsigned order as signed order. */
    private static int ordered(int id) {
        return id ^ Integer.MIN_VALUE;
    }
}
