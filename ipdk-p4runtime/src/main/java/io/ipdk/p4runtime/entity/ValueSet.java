package io.ipdk.p4runtime.entity;

import io.ipdk.p4runtime.value.P4Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a parser's value set. A write replaces them all.
 *
 * <p>Immutable.
 *
 * @param name the set's name
 * @param members each a list of matches, one for each field of the set; their order does not matter to equality
 */
public record ValueSet(String name, List<List<Match>> members) implements P4Entity {
    /** In place of a field's name: the only field that the set has. */
    public static final String ONLY_FIELD = "";

    public ValueSet {
        members = members.stream().map(List::copyOf).toList();
    }

    /** A set without members. */
    public static ValueSet of(String name) {
        return new ValueSet(name, List.of());
    }

    /** For a read: all sets. */
    public static ValueSet all() {
        return of(EVERY);
    }

    /** The set with one more value, of its only field. */
    public ValueSet value(long value) {
        return value(P4Value.of(value));
    }

    /** The set with one more value, of its only field. */
    public ValueSet value(P4Value value) {
        return member(new Match.Exact(ONLY_FIELD, value));
    }

    /** The set with one more member. */
    public ValueSet member(Match... matches) {
        List<List<Match>> more = new ArrayList<>(members);
        more.add(List.of(matches));
        return new ValueSet(name, more);
    }

    @Override
    public ValueSet key() {
        return of(name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof ValueSet that && name.equals(that.name) && Unordered.equal(members, that.members));
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Unordered.hash(members);
    }
}
