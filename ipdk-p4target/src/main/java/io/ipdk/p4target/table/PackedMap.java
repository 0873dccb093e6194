package io.ipdk.p4target.table;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A persistent hash map from keys of a fixed number of longs: extendible hashing over small open-addressing pages.
 *
 * <p>A change copies the pages it touches and the part of the directory that names them, never the rest; within one
 * {@link Edit} each page is copied once. Readers of a map whose edit has ended see it for ever unchanged and take no
 * lock. Immutable once its edit has ended; confined to one thread (the writer's) until then.
 *
 * @param <V> what keys lead to
 */
public final class PackedMap<V> {
    private static final int SLOTS = 32;
    private static final int FULL = 24;
    private static final int CHUNK_BITS = 8;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int MAX_DEPTH = 22;

    private final int words;
    private final Edit owner;
    private int depth;
    private int size;
    private Page[][] chunks;
    private Edit[] chunkOwners;

    /** Some keys: those whose hash begins with the same bits. */
    private static final class Page {
        final Edit owner;
        int depth;
        int count;
        long[] keys;

        @Nullable
        Object[] values;

        Page(Edit owner, int depth, int slots, int words) {
            this.owner = owner;
            this.depth = depth;
            keys = new long[slots * words];
            values = new Object[slots];
        }

        Page(Edit owner, Page other) {
            this.owner = owner;
            depth = other.depth;
            count = other.count;
            keys = other.keys.clone();
            values = other.values.clone();
        }
    }

    private PackedMap(int words, Edit owner) {
        this.words = words;
        this.owner = owner;
        chunks = new Page[][] {{new Page(owner, 0, SLOTS, words)}};
        chunkOwners = new Edit[] {owner};
    }

    private PackedMap(PackedMap<V> other, Edit owner) {
        words = other.words;
        this.owner = owner;
        depth = other.depth;
        size = other.size;
        chunks = other.chunks.clone();
        chunkOwners = other.chunkOwners.clone();
    }

    /** An empty map for keys of so many longs. */
    public static <V> PackedMap<V> empty(int words) {
        return new PackedMap<>(words, new Edit());
    }

    public int size() {
        return size;
    }

    /** What a key leads to, or null. */
    public @Nullable V get(long[] key) {
        if (words == 1) {
            return get(key[0]);
        }
        long hash = 0;
        for (int i = 0; i < words; i++) {
            hash = mix(hash ^ key[i]);
        }
        Page page = page(hash);
        int mask = page.values.length - 1;
        for (int slot = (int) hash & mask; ; slot = (slot + 1) & mask) {
            Object value = page.values[slot];
            if (value == null) {
                return null;
            }
            if (same(page.keys, slot * words, key)) {
                return cast(value);
            }
        }
    }

    /** As {@link #get(long[])} for keys of one long. */
    public @Nullable V get(long key) {
        long hash = mix(key);
        Page page = page(hash);
        int mask = page.values.length - 1;
        long[] keys = page.keys;
        for (int slot = (int) hash & mask; ; slot = (slot + 1) & mask) {
            Object value = page.values[slot];
            if (value == null) {
                return null;
            }
            if (keys[slot] == key) {
                return cast(value);
            }
        }
    }

    /** What a key leads to after its bits outside of a mask were cleared, or null. */
    public @Nullable V getMasked(long[] key, long[] mask) {
        long hash = 0;
        for (int i = 0; i < words; i++) {
            hash = mix(hash ^ (key[i] & mask[i]));
        }
        Page page = page(hash);
        int last = page.values.length - 1;
        long[] keys = page.keys;
        for (int slot = (int) hash & last; ; slot = (slot + 1) & last) {
            Object value = page.values[slot];
            if (value == null) {
                return null;
            }
            int at = slot * words;
            int i = 0;
            while (i < words && keys[at + i] == (key[i] & mask[i])) {
                i++;
            }
            if (i == words) {
                return cast(value);
            }
        }
    }

    /** This map with a key leading to a value; the map itself if the edit owns it. */
    public PackedMap<V> with(long[] key, V value, Edit edit) {
        PackedMap<V> map = edit == owner ? this : new PackedMap<>(this, edit);
        map.put(key, value);
        return map;
    }

    /** This map without a key; the map itself if the edit owns it or the key is not there. */
    public PackedMap<V> without(long[] key, Edit edit) {
        if (get(key) == null) {
            return this;
        }
        PackedMap<V> map = edit == owner ? this : new PackedMap<>(this, edit);
        map.remove(key);
        return map;
    }

    /** Hands every value out, in no particular order. */
    public void forEach(Consumer<? super V> consumer) {
        Page last = null;
        for (Page[] chunk : chunks) {
            for (Page page : chunk) {
                if (page != last) {
                    for (Object value : page.values) {
                        if (value != null) {
                            V found = cast(value);
                            consumer.accept(found);
                        }
                    }
                }
                last = page;
            }
        }
    }

    private void put(long[] key, V value) {
        long hash = hash(key);
        for (; ; ) {
            Page page = ownPage(hash);
            int slot = slotOf(page, key, hash);
            if (page.values[slot] != null) {
                page.values[slot] = value;
                return;
            }
            if (page.count * SLOTS < FULL * page.values.length) {
                System.arraycopy(key, 0, page.keys, slot * words, words);
                page.values[slot] = value;
                page.count++;
                size++;
                return;
            }
            if (page.depth >= MAX_DEPTH) {
                grow(page);
            } else {
                split(page, hash);
            }
        }
    }

    private void remove(long[] key) {
        long hash = hash(key);
        Page page = ownPage(hash);
        int mask = page.values.length - 1;
        int hole = slotOf(page, key, hash);
        page.values[hole] = null;
        page.count--;
        size--;
        for (int slot = (hole + 1) & mask; page.values[slot] != null; slot = (slot + 1) & mask) {
            int home = (int) hashAt(page, slot) & mask;
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                System.arraycopy(page.keys, slot * words, page.keys, hole * words, words);
                page.values[hole] = page.values[slot];
                page.values[slot] = null;
                hole = slot;
            }
        }
    }

    private void grow(Page page) {
        long[] keys = page.keys;
        @Nullable Object[] values = page.values;
        page.keys = new long[keys.length * 2];
        page.values = new Object[values.length * 2];
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                place(page, Arrays.copyOfRange(keys, i * words, (i + 1) * words), values[i]);
            }
        }
    }

    private void split(Page page, long hash) {
        if (page.depth == depth) {
            doubleDirectory();
        }
        int below = page.depth + 1;
        Page low = new Page(owner, below, page.values.length, words);
        Page high = new Page(owner, below, page.values.length, words);
        for (int i = 0; i < page.values.length; i++) {
            if (page.values[i] != null) {
                long[] key = Arrays.copyOfRange(page.keys, i * words, (i + 1) * words);
                Page half = (hash(key) >>> (64 - below) & 1) == 0 ? low : high;
                place(half, key, page.values[i]);
                half.count++;
            }
        }
        int span = 1 << (depth - below);
        int first = (int) (page.depth == 0 ? 0 : hash >>> (64 - page.depth)) << (depth - page.depth);
        for (int i = 0; i < 2 * span; i++) {
            int index = first + i;
            ownChunk(index >>> CHUNK_BITS)[index & (CHUNK - 1)] = i < span ? low : high;
        }
    }

    private void place(Page page, long[] key, @Nullable Object value) {
        int slot = slotOf(page, key, hash(key));
        System.arraycopy(key, 0, page.keys, slot * words, words);
        page.values[slot] = value;
    }

    private void doubleDirectory() {
        int pages = 2 << depth;
        int perChunk = Math.min(pages, CHUNK);
        Page[][] wider = new Page[pages / perChunk][perChunk];
        for (int i = 0; i < pages; i++) {
            int from = i >>> 1;
            wider[i / perChunk][i % perChunk] = chunks[from >>> CHUNK_BITS][from & (CHUNK - 1)];
        }
        depth++;
        chunks = wider;
        chunkOwners = new Edit[wider.length];
        Arrays.fill(chunkOwners, owner);
    }

    private Page ownPage(long hash) {
        int index = index(hash);
        Page page = chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)];
        if (page.owner == owner) {
            return page;
        }
        Page copy = new Page(owner, page);
        int span = 1 << (depth - page.depth);
        int first = index & -span;
        for (int i = first; i < first + span; i++) {
            ownChunk(i >>> CHUNK_BITS)[i & (CHUNK - 1)] = copy;
        }
        return copy;
    }

    private Page[] ownChunk(int chunk) {
        if (chunkOwners[chunk] != owner) {
            chunks[chunk] = chunks[chunk].clone();
            chunkOwners[chunk] = owner;
        }
        return chunks[chunk];
    }

    private int slotOf(Page page, long[] key, long hash) {
        int mask = page.values.length - 1;
        int slot = (int) hash & mask;
        while (page.values[slot] != null && !same(page.keys, slot * words, key)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean same(long[] keys, int at, long[] key) {
        for (int i = 0; i < words; i++) {
            if (keys[at + i] != key[i]) {
                return false;
            }
        }
        return true;
    }

    private long hash(long[] key) {
        long hash = 0;
        for (int i = 0; i < words; i++) {
            hash = mix(hash ^ key[i]);
        }
        return hash;
    }

    private long hashAt(Page page, int slot) {
        long hash = 0;
        for (int i = 0; i < words; i++) {
            hash = mix(hash ^ page.keys[slot * words + i]);
        }
        return hash;
    }

    private Page page(long hash) {
        int index = index(hash);
        return chunks[index >>> CHUNK_BITS][index & (CHUNK - 1)];
    }

    private int index(long hash) {
        return (int) (hash >>> 1 >>> (63 - depth));
    }

    /** Spreads every bit of a word over all bits: the finaliser of a 64-bit multiply-xorshift hash. */
    private static long mix(long word) {
        long h = word * 0x9E3779B97F4A7C15L;
        h ^= h >>> 32;
        h *= 0xD6E8FEB86659FD93L;
        return h ^ (h >>> 29);
    }

    @SuppressWarnings("unchecked")
    private V cast(Object value) {
        return (V) value;
    }
}
