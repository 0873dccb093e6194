package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.ActionCall;
import io.ipdk.p4runtime.entity.ActionProfileGroup;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.GroupMember;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.info.ActionInfo;
import io.ipdk.p4runtime.info.ActionProfileInfo;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.TableInfo;
import io.ipdk.p4runtime.value.P4Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Members and groups of action profiles ("ActionProfileMember and ActionProfileGroup"). */
final class ProfileCodec {
    private final P4Info info;
    private final Ports ports;

    ProfileCodec(P4Info info, Ports ports) {
        this.info = info;
        this.ports = ports;
    }

    /**
     * @param least the least id: 1 in a write, where 0 is no id, 0 in a read, where it means all
     */
    org.p4.v1.ActionProfileMember encode(ActionProfileMember member, int least) {
        org.p4.v1.ActionProfileMember.Builder builder = org.p4.v1.ActionProfileMember.newBuilder();
        ActionProfileInfo profile = profile(member.profile(), least);
        String entity = "member of " + member.profile();
        if (profile != null) {
            builder.setActionProfileId(profile.id());
        }
        builder.setMemberId(Ids.unsigned(member.memberId(), least, entity, "member id"));
        ActionCall call = member.action();
        if (call != null && profile != null) {
            builder.setAction(ActionCodec.encode(call, action(call, profile, entity), entity));
        }
        return builder.build();
    }

    ActionProfileMember decode(org.p4.v1.ActionProfileMember message) {
        ActionProfileInfo profile = info.actionProfile(message.getActionProfileId());
        return new ActionProfileMember(
                profile.name(),
                Integer.toUnsignedLong(message.getMemberId()),
                message.hasAction()
                        ? ActionCodec.decode(
                                message.getAction(),
                                info.action(message.getAction().getActionId()),
                                "member of " + profile.name())
                        : null);
    }

    /** As for members. */
    org.p4.v1.ActionProfileGroup encode(ActionProfileGroup group, int least) {
        org.p4.v1.ActionProfileGroup.Builder builder = org.p4.v1.ActionProfileGroup.newBuilder();
        ActionProfileInfo profile = profile(group.profile(), least);
        String entity = "group " + group.groupId() + " of " + group.profile();
        if (profile != null) {
            SelectorRules.check(group, profile, entity);
            builder.setActionProfileId(profile.id());
        }
        builder.setGroupId(Ids.unsigned(group.groupId(), least, entity, "group id"))
                .setMaxSize(group.maxSize());
        for (GroupMember member : group.members()) {
            org.p4.v1.ActionProfileGroup.Member.Builder one = builder.addMembersBuilder()
                    .setMemberId(Ids.unsigned(member.memberId(), 0, entity, "member id"))
                    .setWeight(member.weight());
            P4Value port = member.watchPort();
            if (port != null) {
                one.setWatchPort(ports.encode(port, entity, "watch port"));
            }
        }
        return builder.build();
    }

    @SuppressWarnings("deprecation") // The number in 'watch' is still what an older server sends.
    ActionProfileGroup decode(org.p4.v1.ActionProfileGroup message) {
        String name = info.actionProfile(message.getActionProfileId()).name();
        List<GroupMember> members = new ArrayList<>();
        for (org.p4.v1.ActionProfileGroup.Member member : message.getMembersList()) {
            members.add(new GroupMember(
                    Integer.toUnsignedLong(member.getMemberId()),
                    member.getWeight(),
                    switch (member.getWatchKindCase()) {
                        case WATCH_PORT -> ports.decode(member.getWatchPort(), "group of " + name, "watch port");
                        case WATCH -> P4Value.of(Integer.toUnsignedLong(member.getWatch()));
                        case WATCHKIND_NOT_SET -> null;
                    }));
        }
        return new ActionProfileGroup(
                name, Integer.toUnsignedLong(message.getGroupId()), members, message.getMaxSize());
    }

    private @Nullable ActionProfileInfo profile(String name, int least) {
        return name.isEmpty() && least == 0 ? null : info.actionProfile(name);
    }

    /** The action, by any name that one of the profile's tables knows it by. */
    private ActionInfo action(ActionCall call, ActionProfileInfo profile, String entity) {
        ActionInfo action = info.action(call.action());
        TreeSet<String> known = new TreeSet<>();
        for (int id : profile.proto().getTableIdsList()) {
            TableInfo table = info.table(id);
            if (table.findAction(action.id()) != null) {
                return action;
            }
            table.actions().forEach(ref -> known.add(ref.action().name()));
        }
        if (known.isEmpty()) {
            return action;
        }
        throw new InvalidEntityException(
                EntityRule.WRONG_ACTION, entity, "action", call.action(), "one of its tables' actions " + known);
    }
}
