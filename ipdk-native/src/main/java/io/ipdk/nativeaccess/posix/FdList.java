package io.ipdk.nativeaccess.posix;

import java.util.Arrays;

/**
 * Descriptors that came with a message. It owns them until they are taken, and closes what is left.
 *
 * <p>Confined to one thread (the one that receives).
 */
public final class FdList implements AutoCloseable {
    /** The most descriptors one message may carry. */
    public static final int CAPACITY = 8;

    private final Fd[] slots = new Fd[CAPACITY];
    private int size;

    /** How many descriptors came with the message, taken ones included. */
    public int size() {
        return size;
    }

    /** Whether no descriptor came with the message. */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * Hands over a descriptor, which the caller closes from now on.
     *
     * @param index from 0 to {@link #size} − 1
     * @throws IllegalStateException if it was taken before
     */
    public Fd take(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(
                    "descriptor " + index + " of a message that carries " + size + " descriptors");
        }
        Fd taken = slots[index];
        if (taken == null) {
            throw new IllegalStateException("descriptor " + index + " was taken before");
        }
        slots[index] = null;
        return taken;
    }

    void add(Fd fd) {
        slots[size++] = fd;
    }

    /** Closes the descriptors that were not taken and empties the list, which can then be used again. */
    @Override
    public void close() {
        for (int i = 0; i < size; i++) {
            if (slots[i] != null) {
                slots[i].close();
            }
        }
        Arrays.fill(slots, null);
        size = 0;
    }
}
