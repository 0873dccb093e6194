package io.ipdk.p4target.table;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table of prefixes: the longest wins. Fields that are compared exactly precede the prefix in the packed key.
 * Immutable once its edit has ended; confined to one thread (the writer's) until then.
 */
public final class LpmTable extends MatchTable {
    private final @Nullable LpmNode root;
    private final int size;

    LpmTable() {
        this(null, 0);
    }

    private LpmTable(@Nullable LpmNode root, int size) {
        this.root = root;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable TableEntry lookup(long[] key) {
        LpmNode node = root;
        LpmNode bestNode = null;
        long best = 0;
        int checked = 0;
        while (node != null) {
            if (node.depth > checked && !LpmNode.samePrefix(key, node.path, checked, node.depth)) {
                break;
            }
            int bits = LpmNode.bits(key, node.depth);
            long matches = node.internal & LpmNode.ancestors(bits);
            if (matches != 0) {
                bestNode = node;
                best = matches;
            }
            checked = node.depth + LpmNode.STRIDE;
            node = node.child(bits);
        }
        return bestNode == null ? null : bestNode.entry(Long.highestOneBit(best));
    }

    @Override
    public @Nullable TableEntry find(TableEntry.Match match) {
        int depth = LpmNode.depthOf(match.rank());
        LpmNode node = root;
        int checked = 0;
        while (node != null && node.depth <= depth) {
            if (!LpmNode.samePrefix(match.key(), node.path, checked, node.depth)) {
                return null;
            }
            if (node.depth == depth) {
                long bit = LpmNode.position(match.key(), match.rank());
                return (node.internal & bit) == 0 ? null : node.entry(bit);
            }
            checked = node.depth + LpmNode.STRIDE;
            node = node.child(LpmNode.bits(match.key(), node.depth));
        }
        return null;
    }

    @Override
    public LpmTable with(TableEntry entry, Edit edit) {
        boolean there = find(entry.match()) != null;
        return new LpmTable(LpmNode.insert(root, entry, edit), there ? size : size + 1);
    }

    @Override
    public LpmTable without(TableEntry.Match match, Edit edit) {
        if (root == null || find(match) == null) {
            return this;
        }
        return new LpmTable(LpmNode.remove(root, match, edit), size - 1);
    }

    @Override
    public void forEach(Consumer<? super TableEntry> consumer) {
        if (root != null) {
            root.forEach(consumer);
        }
    }
}
