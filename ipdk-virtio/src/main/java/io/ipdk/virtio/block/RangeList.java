package io.ipdk.virtio.block;

import java.util.Arrays;

/** The ranges of one DISCARD or WRITE_ZEROES. Reusable; confined to one thread at a time. */
final class RangeList {
    private static final int FIELDS = 3;

    /** Offset, length in bytes, and 1 if the space may be freed; for one range after the other. */
    private long[] fields = new long[FIELDS];

    private int count;

    void clear() {
        count = 0;
    }

    void add(long offset, long bytes, boolean mayUnmap) {
        int at = count * FIELDS;
        if (at == fields.length) {
            fields = Arrays.copyOf(fields, 2 * at);
        }
        fields[at] = offset;
        fields[at + 1] = bytes;
        fields[at + 2] = mayUnmap ? 1 : 0;
        count++;
    }

    int count() {
        return count;
    }

    long offset(int index) {
        return fields[index * FIELDS];
    }

    long bytes(int index) {
        return fields[index * FIELDS + 1];
    }

    boolean mayUnmap(int index) {
        return fields[index * FIELDS + 2] != 0;
    }

    long totalBytes() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += bytes(i);
        }
        return sum;
    }
}
