package io.ipdk.p4target.control;

import io.ipdk.p4target.table.ActionCall;
import io.ipdk.p4target.table.EntryNotes;
import io.ipdk.p4target.table.MatchTable;
import io.ipdk.p4target.table.TableEntry;
import java.util.List;
import org.p4.v1.Update;
import org.p4.v1.ValueSetEntry;
import org.p4.v1.ValueSetMember;

/**
 * Writes value sets: P4Runtime 1.5, "ValueSetEntry". Confined to one thread (the holder of the control plane's lock).
 */
final class ValueSetControl {
    private static final ActionCall NOTHING = new ActionCall(ActionCall.NONE, new long[0]);

    private final Schemas schemas;
    private final List<MatchTable> empty;

    ValueSetControl(Schemas schemas, List<MatchTable> empty) {
        this.schemas = schemas;
        this.empty = empty;
    }

    Schemas.ValueSetSchema schema(int id) {
        Schemas.ValueSetSchema schema = schemas.valueSets.get(id);
        if (schema == null) {
            throw RefusedException.invalid("there is no value set with id " + id);
        }
        return schema;
    }

    void write(Update.Type type, ValueSetEntry given, Batch batch) {
        if (type != Update.Type.MODIFY) {
            throw RefusedException.invalid("a value set can only be modified");
        }
        Schemas.ValueSetSchema schema = schema(given.getValueSetId());
        if (schema.info().getSize() > 0
                && given.getMembersCount() > schema.info().getSize()) {
            throw new RefusedException(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "the value set holds " + schema.info().getSize() + " members, not " + given.getMembersCount());
        }
        MatchTable members = empty.get(schema.index());
        for (ValueSetMember member : given.getMembersList()) {
            TableEntry.Match match = schema.key().read(member.getMatchList(), false, 0);
            if (members.find(match) != null) {
                throw new RefusedException(StatusCode.ALREADY_EXISTS, "a member is given twice");
            }
            EntryNotes notes = new EntryNotes(new byte[0], 0, 0, false, member);
            members = members.with(new TableEntry(match, NOTHING, 0, 0, null, null, notes), batch.edit);
        }
        batch.valueSets[schema.index()] = members;
    }
}
