package io.ipdk.p4runtime.info;

import io.ipdk.p4runtime.value.ValueType;
import org.p4.config.v1.MatchField;

/**
 * One field of a table's key, or of a value set.
 *
 * <p>Immutable.
 *
 * @param proto as in the P4Info
 * @param position its place in the key, from 0
 * @param name its name; {@code value1}, {@code value2}, … where the P4Info has none (value sets of plain types)
 * @param kind how it is matched
 * @param type what it holds
 */
public record MatchFieldInfo(MatchField proto, int position, String name, MatchKind kind, ValueType type) {

    /** The id on the wire. */
    public int id() {
        return proto.getId();
    }
}
