package io.ipdk.p4runtime.entity;

import java.util.HashSet;
import java.util.List;

/** Equality of short lists whose order does not matter and whose elements differ. */
final class Unordered {
    private Unordered() {}

    static boolean equal(List<?> left, List<?> right) {
        return left.size() == right.size()
                && (left.equals(right) || (left.size() > 1 && new HashSet<>(left).equals(new HashSet<>(right))));
    }

    static int hash(List<?> list) {
        int hash = 0;
        for (Object element : list) {
            hash += element.hashCode();
        }
        return hash;
    }
}
