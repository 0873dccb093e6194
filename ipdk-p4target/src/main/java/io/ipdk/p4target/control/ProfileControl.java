package io.ipdk.p4target.control;

import io.ipdk.p4target.runtime.ForwardingState;
import io.ipdk.p4target.table.ActionCall;
import io.ipdk.p4target.table.PackedMap;
import io.ipdk.p4target.table.SelectorSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p4.v1.ActionProfileGroup;
import org.p4.v1.ActionProfileMember;
import org.p4.v1.Update;

/**
 * Writes members and groups: P4Runtime 1.5, "ActionProfileMember and ActionProfileGroup". Confined to one thread (the
 * holder of the control plane's lock).
 */
final class ProfileControl {
    private final Schemas schemas;
    private final EntryActions actions;

    ProfileControl(Schemas schemas, EntryActions actions) {
        this.schemas = schemas;
        this.actions = actions;
    }

    /** A member as entries see it; numbered so that reads can give it back. */
    static final class Member extends ActionCall {
        final int id;

        Member(int id, ActionCall call) {
            super(call.action, call.data);
            this.id = id;
        }
    }

    Schemas.ProfileSchema schema(int id) {
        Schemas.ProfileSchema schema = schemas.profiles.get(id);
        if (schema == null) {
            throw RefusedException.invalid("there is no action profile with id " + id);
        }
        return schema;
    }

    void write(Update.Type type, ActionProfileMember given, Batch batch) {
        Schemas.ProfileSchema schema = schema(given.getActionProfileId());
        ForwardingState.Profile profile = batch.profiles[schema.index()];
        int id = given.getMemberId();
        long[] key = {id};
        ActionCall there = profile.members().get(id);
        if (id == 0) {
            throw RefusedException.invalid("member_id is 0, allowed: 1 to 4294967295");
        }
        if (type == Update.Type.INSERT && there != null) {
            throw new RefusedException(StatusCode.ALREADY_EXISTS, "there is a member " + Integer.toUnsignedString(id));
        }
        if (type != Update.Type.INSERT && there == null) {
            throw RefusedException.missing("there is no member " + Integer.toUnsignedString(id));
        }
        if (type == Update.Type.DELETE) {
            if (batch.uses[schema.index()].usesMember(id)) {
                throw new RefusedException(
                        StatusCode.FAILED_PRECONDITION, "member " + Integer.toUnsignedString(id) + " is in use");
            }
            replace(batch, schema.index(), profile.members().without(key, batch.edit), profile.groups());
            return;
        }
        if (!given.hasAction()) {
            throw RefusedException.invalid("member " + Integer.toUnsignedString(id) + " has no action");
        }
        ActionSchema action = action(schema, given.getAction().getActionId());
        ActionCall call = action.read(given.getAction());
        full(schema, type, profile.members());
        Member member = new Member(id, call);
        replace(batch, schema.index(), profile.members().with(key, member, batch.edit), profile.groups());
    }

    private static void full(Schemas.ProfileSchema schema, Update.Type type, PackedMap<ActionCall> members) {
        long most = schema.info().getSize();
        boolean byMembers = !schema.info().getWithSelector();
        if (type == Update.Type.INSERT && byMembers && most > 0 && members.size() >= most) {
            throw new RefusedException(
                    StatusCode.RESOURCE_EXHAUSTED, "action profile '" + schema.name() + "' is full with " + most);
        }
    }

    private ActionSchema action(Schemas.ProfileSchema schema, int actionId) {
        for (int tableId : schema.info().getTableIdsList()) {
            TableSchema table = schemas.tables.get(tableId);
            if (table != null) {
                return table.action(actionId, false);
            }
        }
        throw RefusedException.invalid("action profile '" + schema.name() + "' has no table");
    }

    private static void replace(Batch batch, int index, PackedMap<ActionCall> members, PackedMap<SelectorSet> groups) {
        batch.profiles[index] = new ForwardingState.Profile(members, groups);
    }

    void write(Update.Type type, ActionProfileGroup given, Batch batch) {
        Schemas.ProfileSchema schema = schema(given.getActionProfileId());
        if (!schema.info().getWithSelector()) {
            throw RefusedException.invalid("action profile '" + schema.name() + "' has no selector, so no groups");
        }
        ForwardingState.Profile profile = batch.profiles[schema.index()];
        int id = given.getGroupId();
        if (id == 0) {
            throw RefusedException.invalid("group_id is 0, allowed: 1 to 4294967295");
        }
        long[] key = {id};
        SelectorSet there = profile.groups().get(id);
        if (type == Update.Type.INSERT && there != null) {
            throw new RefusedException(StatusCode.ALREADY_EXISTS, "there is a group " + Integer.toUnsignedString(id));
        }
        if (type != Update.Type.INSERT && there == null) {
            throw RefusedException.missing("there is no group " + Integer.toUnsignedString(id));
        }
        ProfileUse use = batch.uses[schema.index()];
        if (type == Update.Type.DELETE) {
            if (use.usesGroup(id)) {
                throw new RefusedException(
                        StatusCode.FAILED_PRECONDITION, "group " + Integer.toUnsignedString(id) + " is in use");
            }
            replace(batch, schema.index(), profile.members(), profile.groups().without(key, batch.edit));
        } else {
            if (there != null && there.maxSize() != given.getMaxSize()) {
                throw RefusedException.invalid("max_size of group " + id + " is " + there.maxSize() + " and stays so");
            }
            SelectorSet set = members(schema, profile, given);
            use.checkRoom(schema.info(), set, there);
            use = use.withGroup(set, 1, batch.edit);
            replace(batch, schema.index(), profile.members(), profile.groups().with(key, set, batch.edit));
        }
        batch.uses[schema.index()] = there == null ? use : use.withGroup(there, -1, batch.edit);
    }

    @SuppressWarnings("deprecation")
    private SelectorSet members(
            Schemas.ProfileSchema schema, ForwardingState.Profile profile, ActionProfileGroup given) {
        int most = schema.info().getMaxGroupSize();
        if (given.getMaxSize() < 0 || (most > 0 && (given.getMaxSize() == 0 || given.getMaxSize() > most))) {
            throw RefusedException.invalid(
                    "max_size is " + given.getMaxSize() + ", allowed: " + (most > 0 ? "1 to " + most : "0 and more"));
        }
        List<SelectorSet.Choice> choices = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        long weights = 0;
        for (ActionProfileGroup.Member member : given.getMembersList()) {
            if (profile.members().get(member.getMemberId()) == null) {
                throw RefusedException.missing("there is no member " + Integer.toUnsignedString(member.getMemberId()));
            }
            if (!seen.add(member.getMemberId())) {
                throw RefusedException.invalid(
                        "member " + Integer.toUnsignedString(member.getMemberId()) + " is given twice");
            }
            int weight = EntryActions.weight(member.getWeight(), schema.info());
            weights += weight;
            int watch = member.hasWatchPort()
                    ? actions.watchPort(member.getWatchPort())
                    : actions.watchPort(member.getWatch());
            choices.add(new SelectorSet.Choice(member.getMemberId(), null, weight, watch));
        }
        long own = schema.info().hasSumOfMembers() ? choices.size() : weights;
        EntryActions.checkSize(schema.info(), own, StatusCode.RESOURCE_EXHAUSTED);
        if (given.getMaxSize() > 0 && own > given.getMaxSize()) {
            throw new RefusedException(
                    StatusCode.RESOURCE_EXHAUSTED, "group of max_size " + given.getMaxSize() + " cannot hold " + own);
        }
        choices.sort(Comparator.comparing(SelectorSet.Choice::member, Integer::compareUnsigned));
        return new SelectorSet(choices, given.getGroupId(), given.getMaxSize());
    }
}
