package io.ipdk.p4runtime.info;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.Preamble;
import org.p4.config.v1.ValueSet;

/**
 * A set of values that a parser selects by.
 *
 * <p>Immutable.
 */
public final class ValueSetInfo implements P4Object {
    private final ValueSet proto;
    private final NameIndex<MatchFieldInfo> fields;

    ValueSetInfo(ValueSet proto, List<MatchFieldInfo> fields) {
        this.proto = proto;
        this.fields = new NameIndex<>(
                "field of value set '" + proto.getPreamble().getName() + "'",
                fields,
                MatchFieldInfo::name,
                field -> "",
                MatchFieldInfo::id);
    }

    /** As in the P4Info. */
    public ValueSet proto() {
        return proto;
    }

    @Override
    public Preamble preamble() {
        return proto.getPreamble();
    }

    /** The fields of a member, in order. */
    public List<MatchFieldInfo> fields() {
        return fields.all();
    }

    /**
     * A field by name or unique suffix.
     *
     * @throws UnknownNameException if there is none, or more than one
     */
    public MatchFieldInfo field(String name) {
        return fields.get(name);
    }

    /** A field by id, null if there is none. */
    public @Nullable MatchFieldInfo findField(int id) {
        return fields.find(id);
    }

    /** How many members fit, 0 if that is not known. */
    public int size() {
        return proto.getSize();
    }
}
