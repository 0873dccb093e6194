package io.ipdk.p4target.table;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of a tree bitmap with path compression: it decides six bits of the key.
 *
 * <pre>
 *   internal  bit 2^length - 1 + value : a prefix that ends in this node, of length 0..5 after its depth
 *   external  bit value                     : a child for these six bits, perhaps further down
 *   slots     the entries of internal's bits, then the children of external's bits, each in order of the bit
 * </pre>
 */
final class LpmNode {
    static final int STRIDE = 6;

    private static final long[] ANCESTORS = new long[64];

    static {
        for (int value = 0; value < 64; value++) {
            for (int length = 0; length < STRIDE; length++) {
                ANCESTORS[value] |= 1L << ((1 << length) - 1 + (value >> (STRIDE - length)));
            }
        }
    }

    private final Edit owner;

    /** Bits of the key above this node; a multiple of six. */
    final int depth;

    /** A key whose first {@link #depth} bits lead here. */
    final long[] path;

    long internal;
    long external;
    private Object[] slots;

    private LpmNode(Edit owner, int depth, long[] path, long internal, long external, Object[] slots) {
        this.owner = owner;
        this.depth = depth;
        this.path = path;
        this.internal = internal;
        this.external = external;
        this.slots = slots;
    }

    static int depthOf(int prefixLength) {
        return prefixLength - prefixLength % STRIDE;
    }

    static long ancestors(int bits) {
        return ANCESTORS[bits];
    }

    /** Six bits of a key. */
    static int bits(long[] key, int depth) {
        int word = depth >>> 6;
        int offset = depth & 63;
        if (word >= key.length) {
            return 0;
        }
        if (offset <= 58) {
            return (int) (key[word] >>> (58 - offset)) & 63;
        }
        long next = word + 1 < key.length ? key[word + 1] : 0;
        return (int) ((key[word] << (offset - 58)) | (next >>> (122 - offset))) & 63;
    }

    /** The bit of a prefix in the node at its depth. */
    static long position(long[] key, int prefixLength) {
        int length = prefixLength % STRIDE;
        int value = bits(key, prefixLength - length) >> (STRIDE - length);
        return 1L << ((1 << length) - 1 + value);
    }

    /** Whether two keys agree from one bit up to another. */
    static boolean samePrefix(long[] a, long[] b, int from, int to) {
        return firstDifference(a, b, from, to) >= to;
    }

    private static int firstDifference(long[] a, long[] b, int from, int to) {
        for (int word = from >>> 6; word << 6 < to && word < a.length; word++) {
            long difference = a[word] ^ b[word];
            if (word == from >>> 6) {
                difference &= -1L >>> (from & 63);
            }
            if (difference != 0) {
                return Math.min(to, (word << 6) + Long.numberOfLeadingZeros(difference));
            }
        }
        return to;
    }

    TableEntry entry(long bit) {
        return (TableEntry) slots[Long.bitCount(internal & (bit - 1))];
    }

    @Nullable
    LpmNode child(int bits) {
        long bit = 1L << bits;
        return (external & bit) == 0 ? null : (LpmNode) slots[childSlot(bit)];
    }

    private int childSlot(long bit) {
        return Long.bitCount(internal) + Long.bitCount(external & (bit - 1));
    }

    static LpmNode insert(@Nullable LpmNode node, TableEntry entry, Edit edit) {
        int target = depthOf(entry.rank);
        if (node == null) {
            return leaf(entry, edit);
        }
        int common = firstDifference(entry.key, node.path, 0, Math.min(target, node.depth));
        if (common < node.depth) {
            int fork = Math.min(target, common - common % STRIDE);
            LpmNode parent = new LpmNode(edit, fork, entry.key, 0, 0, new Object[0]);
            parent.setChild(bits(node.path, fork), node);
            if (fork == target) {
                parent.setEntry(position(entry.key, entry.rank), entry);
            } else {
                parent.setChild(bits(entry.key, fork), leaf(entry, edit));
            }
            return parent;
        }
        LpmNode own = node.own(edit);
        if (node.depth == target) {
            own.setEntry(position(entry.key, entry.rank), entry);
        } else {
            int bits = bits(entry.key, node.depth);
            own.setChild(bits, insert(own.child(bits), entry, edit));
        }
        return own;
    }

    static @Nullable LpmNode remove(LpmNode node, TableEntry.Match match, Edit edit) {
        LpmNode own = node.own(edit);
        if (node.depth == depthOf(match.rank())) {
            own.dropEntry(position(match.key(), match.rank()));
        } else {
            int bits = bits(match.key(), node.depth);
            LpmNode child = own.child(bits);
            if (child != null) {
                LpmNode left = remove(child, match, edit);
                if (left == null) {
                    own.dropChild(bits);
                } else {
                    own.setChild(bits, left);
                }
            }
        }
        if (own.internal == 0) {
            if (own.external == 0) {
                return null;
            }
            if (Long.bitCount(own.external) == 1) {
                return (LpmNode) own.slots[0];
            }
        }
        return own;
    }

    void forEach(Consumer<? super TableEntry> consumer) {
        for (Object slot : slots) {
            if (slot instanceof TableEntry entry) {
                consumer.accept(entry);
            } else {
                ((LpmNode) slot).forEach(consumer);
            }
        }
    }

    private static LpmNode leaf(TableEntry entry, Edit edit) {
        long bit = position(entry.key, entry.rank);
        return new LpmNode(edit, depthOf(entry.rank), entry.key, bit, 0, new Object[] {entry});
    }

    private LpmNode own(Edit edit) {
        return owner == edit ? this : new LpmNode(edit, depth, path, internal, external, slots.clone());
    }

    private void setEntry(long bit, TableEntry entry) {
        int slot = Long.bitCount(internal & (bit - 1));
        if ((internal & bit) == 0) {
            slots = inserted(slots, slot, entry);
            internal |= bit;
        } else {
            slots[slot] = entry;
        }
    }

    private void dropEntry(long bit) {
        slots = removed(slots, Long.bitCount(internal & (bit - 1)));
        internal &= ~bit;
    }

    private void setChild(int bits, LpmNode child) {
        long bit = 1L << bits;
        int slot = childSlot(bit);
        if ((external & bit) == 0) {
            slots = inserted(slots, slot, child);
            external |= bit;
        } else {
            slots[slot] = child;
        }
    }

    private void dropChild(int bits) {
        long bit = 1L << bits;
        slots = removed(slots, childSlot(bit));
        external &= ~bit;
    }

    private static Object[] inserted(Object[] from, int at, Object value) {
        Object[] to = new Object[from.length + 1];
        System.arraycopy(from, 0, to, 0, at);
        to[at] = value;
        System.arraycopy(from, at, to, at + 1, from.length - at);
        return to;
    }

    private static Object[] removed(Object[] from, int at) {
        Object[] to = new Object[from.length - 1];
        System.arraycopy(from, 0, to, 0, at);
        System.arraycopy(from, at + 1, to, at, to.length - at);
        return to;
    }
}
