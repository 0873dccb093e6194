package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.Match;
import io.ipdk.p4runtime.entity.ValueSet;
import io.ipdk.p4runtime.info.MatchFieldInfo;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.ValueSetInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.p4.v1.FieldMatch;
import org.p4.v1.ValueSetEntry;
import org.p4.v1.ValueSetMember;

/** Value sets ("ValueSetEntry"). */
final class ValueSetCodec {
    private final P4Info info;

    ValueSetCodec(P4Info info) {
        this.info = info;
    }

    ValueSetEntry encode(ValueSet set) {
        ValueSetEntry.Builder builder = ValueSetEntry.newBuilder();
        if (set.name().isEmpty()) {
            return builder.build();
        }
        ValueSetInfo known = info.valueSet(set.name());
        String entity = "value set " + known.name();
        if (known.size() > 0 && set.members().size() > known.size()) {
            throw new InvalidEntityException(
                    EntityRule.OUT_OF_RANGE,
                    entity,
                    "number of members",
                    set.members().size(),
                    "at most " + known.size());
        }
        Set<ValueSetMember> seen = new HashSet<>();
        for (List<Match> matches : set.members()) {
            ValueSetMember.Builder member = ValueSetMember.newBuilder();
            for (FieldMatch match :
                    KeyCodec.encode(matches, known.fields(), name -> field(name, known), true, entity)) {
                if (match != null) {
                    member.addMatch(match);
                }
            }
            ValueSetMember built = member.build();
            if (!seen.add(built)) {
                throw new InvalidEntityException(EntityRule.DUPLICATE, entity, "member", matches, "each member once");
            }
            builder.addMembers(built);
        }
        return builder.setValueSetId(known.id()).build();
    }

    /** The set as the device has it, its fields by name. */
    ValueSet decode(ValueSetEntry message) {
        ValueSetInfo known = info.valueSet(message.getValueSetId());
        List<List<Match>> members = new ArrayList<>();
        for (ValueSetMember member : message.getMembersList()) {
            members.add(KeyCodec.decode(
                    member.getMatchList(), known.fields().size(), known::findField, "value set " + known.name()));
        }
        return new ValueSet(known.name(), members);
    }

    private static MatchFieldInfo field(String name, ValueSetInfo set) {
        @Nullable MatchFieldInfo only = set.fields().size() == 1 ? set.fields().get(0) : null;
        return name.equals(ValueSet.ONLY_FIELD) && only != null ? only : set.field(name);
    }
}
