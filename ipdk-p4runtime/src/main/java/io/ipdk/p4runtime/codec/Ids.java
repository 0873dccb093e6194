package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.P4Entity;
import org.p4.v1.Index;

/** Numbers that are 32 unsigned bits on the wire, and indices of arrays. */
final class Ids {
    private static final long MOST = 0xffffffffL;

    private Ids() {}

    static int unsigned(long id, long least, String entity, String field) {
        if (id < least || id > MOST) {
            throw new InvalidEntityException(EntityRule.OUT_OF_RANGE, entity, field, id, least + " to " + MOST);
        }
        return (int) id;
    }

    /**
     * A cell's index, which is not {@link P4Entity#EVERY_CELL}.
     *
     * @param size of the array, 0 if that is not known
     */
    static Index index(long index, long size, String entity) {
        if (index < 0 || (size > 0 && index >= size)) {
            throw new InvalidEntityException(
                    EntityRule.OUT_OF_RANGE, entity, "index", index, size > 0 ? "0 to " + (size - 1) : "0 or more");
        }
        return Index.newBuilder().setIndex(index).build();
    }

    static long index(boolean there, Index index, String entity) {
        if (!there) {
            return P4Entity.EVERY_CELL;
        }
        if (index.getIndex() < 0) {
            throw new InvalidEntityException(EntityRule.MALFORMED, entity, "index", index.getIndex(), "0 or more");
        }
        return index.getIndex();
    }
}
