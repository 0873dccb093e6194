package io.ipdk.p4runtime.value;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values by name, in order: a map for the few fields that a packet has. Immutable. */
public final class FieldValues extends AbstractMap<String, P4Value> {
    private final String[] names;
    private final P4Value[] values;

    private FieldValues(String[] names, P4Value[] values) {
        this.names = names;
        this.values = values;
    }

    /**
     * A map of the two, which are handed over and must not change any more.
     *
     * @param names all different; as many as there are values
     */
    public static FieldValues of(String[] names, P4Value[] values) {
        return new FieldValues(names, values);
    }

    /** The same as such a map, in its order. */
    public static FieldValues copyOf(Map<String, P4Value> map) {
        return map instanceof FieldValues same
                ? same
                : new FieldValues(
                        map.keySet().toArray(String[]::new), map.values().toArray(P4Value[]::new));
    }

    @Override
    public @Nullable P4Value get(Object name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(Object name) {
        return get(name) != null;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public Set<Entry<String, P4Value>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, P4Value>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return names.length;
            }
        };
    }

    private final class Entries implements Iterator<Entry<String, P4Value>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < names.length;
        }

        @Override
        public Entry<String, P4Value> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return Map.entry(names[next], values[next++]);
        }
    }
}
