package io.ipdk.p4runtime.write;

import io.ipdk.p4runtime.codec.EntityCodec;
import io.ipdk.p4runtime.entity.P4Entity;
import java.util.Objects;
import org.p4.v1.Update;

/** One change of one entity. Immutable. */
public record Change(Kind kind, P4Entity entity) {
    /** What is done to the entity. */
    public enum Kind {
        /** It must not be there yet. */
        INSERT(Update.Type.INSERT),
        /** It must be there. */
        MODIFY(Update.Type.MODIFY),
        /** It must be there; only its key counts. */
        DELETE(Update.Type.DELETE);

        private final Update.Type proto;

        Kind(Update.Type proto) {
            this.proto = proto;
        }
    }

    public Change {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(entity, "entity");
    }

    public static Change insert(P4Entity entity) {
        return new Change(Kind.INSERT, entity);
    }

    public static Change modify(P4Entity entity) {
        return new Change(Kind.MODIFY, entity);
    }

    public static Change delete(P4Entity entity) {
        return new Change(Kind.DELETE, entity);
    }

    /** What it is on the wire. */
    public Update encode(EntityCodec codec) {
        return codec.encode(kind.proto, entity);
    }

    @Override
    public String toString() {
        return kind + " " + entity;
    }
}
