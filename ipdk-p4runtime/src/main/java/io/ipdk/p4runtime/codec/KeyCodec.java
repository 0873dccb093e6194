package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.Match;
import io.ipdk.p4runtime.info.MatchFieldInfo;
import io.ipdk.p4runtime.info.MatchKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.p4.v1.FieldMatch;

/** The fields of a key, each at most once, in the order of the P4Info. */
final class KeyCodec {
    private KeyCodec() {}

    /**
     * Messages by position; null where a field may be anything.
     *
     * @param complete whether exact fields must be given
     */
    static @Nullable FieldMatch[] encode(
            List<Match> matches,
            List<MatchFieldInfo> fields,
            Function<String, MatchFieldInfo> byName,
            boolean complete,
            String entity) {
        @Nullable FieldMatch[] encoded = new FieldMatch[fields.size()];
        boolean[] seen = new boolean[fields.size()];
        for (int i = 0; i < matches.size(); i++) {
            Match match = matches.get(i);
            MatchFieldInfo field = byName.apply(match.field());
            if (seen[field.position()]) {
                throw new InvalidEntityException(EntityRule.DUPLICATE, entity, field.name(), "matched twice", "once");
            }
            seen[field.position()] = true;
            encoded[field.position()] = MatchCodec.encode(match, field, entity);
        }
        if (complete) {
            for (int i = 0; i < encoded.length; i++) {
                MatchFieldInfo field = fields.get(i);
                if (encoded[i] == null && field.kind() == MatchKind.EXACT) {
                    throw new InvalidEntityException(
                            EntityRule.MISSING,
                            entity,
                            field.name(),
                            "not given",
                            field.type().allowed(),
                            "an exact field cannot be left out");
                }
            }
        }
        return encoded;
    }

    static List<Match> decode(
            List<FieldMatch> matches, int fieldCount, IntFunction<@Nullable MatchFieldInfo> byId, String entity) {
        @Nullable Match[] decoded = new Match[fieldCount];
        for (int i = 0; i < matches.size(); i++) {
            FieldMatch match = matches.get(i);
            MatchFieldInfo field = byId.apply(match.getFieldId());
            if (field == null || decoded[field.position()] != null) {
                throw new InvalidEntityException(
                        EntityRule.MALFORMED,
                        entity,
                        "match field",
                        "id " + Integer.toUnsignedString(match.getFieldId()),
                        "the ids of the P4Info, each at most once",
                        "the device may run another P4Info");
            }
            decoded[field.position()] = MatchCodec.decode(match, field, entity);
        }
        List<Match> list = new ArrayList<>(matches.size());
        for (Match match : decoded) {
            if (match != null) {
                list.add(match);
            }
        }
        return list;
    }
}
