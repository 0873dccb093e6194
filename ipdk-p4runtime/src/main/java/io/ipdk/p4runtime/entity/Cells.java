package io.ipdk.p4runtime.entity;

/** Indices of arrays as callers give them. */
final class Cells {
    private Cells() {}

    static long checked(String entity, long index) {
        if (index < 0) {
            throw new InvalidEntityException(EntityRule.OUT_OF_RANGE, entity, "index", index, "0 or more");
        }
        return index;
    }
}
