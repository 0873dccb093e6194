package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.ActionCall;
import io.ipdk.p4runtime.entity.ActionSet;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.SelectionMode;
import io.ipdk.p4runtime.entity.SizeSemantics;
import io.ipdk.p4runtime.entity.TableAction;
import io.ipdk.p4runtime.entity.WeightedAction;
import io.ipdk.p4runtime.info.ActionProfileInfo;
import io.ipdk.p4runtime.info.TableInfo;
import io.ipdk.p4runtime.value.P4Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.ActionRef;
import org.p4.v1.ActionProfileAction;
import org.p4.v1.ActionProfileActionSet;

/** What an entry does, in the way that its table holds actions ("Action Specification"). */
final class TableActionCodec {
    private final Ports ports;

    TableActionCodec(Ports ports) {
        this.ports = ports;
    }

    org.p4.v1.TableAction encode(TableAction action, TableInfo table, boolean defaultEntry, String entity) {
        org.p4.v1.TableAction.Builder builder = org.p4.v1.TableAction.newBuilder();
        ActionProfileInfo profile = table.profile();
        if (action instanceof ActionCall call) {
            if (profile != null && !defaultEntry) {
                throw wrongWay(
                        entity,
                        "a call of " + call.action(),
                        profile.selector()
                                ? "a one-shot set, a member or a group of " + profile.name()
                                : "a member of " + profile.name());
            }
            return builder.setAction(call(call, table, defaultEntry, entity)).build();
        }
        if (profile == null) {
            throw wrongWay(entity, action, "a call of one of its actions: the table has no action profile");
        }
        if (action instanceof TableAction.Member member) {
            return builder.setActionProfileMemberId(Ids.unsigned(member.memberId(), 0, entity, "member id"))
                    .build();
        }
        if (!profile.selector()) {
            throw wrongWay(entity, action, "a member: " + profile.name() + " has no selector");
        }
        if (action instanceof TableAction.Group group) {
            return builder.setActionProfileGroupId(Ids.unsigned(group.groupId(), 0, entity, "group id"))
                    .build();
        }
        return builder.setActionProfileActionSet(set((ActionSet) action, table, profile, entity))
                .build();
    }

    @Nullable
    TableAction decode(org.p4.v1.TableAction action, TableInfo table, String entity) {
        return switch (action.getTypeCase()) {
            case ACTION -> call(action.getAction(), table, entity);
            case ACTION_PROFILE_MEMBER_ID ->
                new TableAction.Member(Integer.toUnsignedLong(action.getActionProfileMemberId()));
            case ACTION_PROFILE_GROUP_ID ->
                new TableAction.Group(Integer.toUnsignedLong(action.getActionProfileGroupId()));
            case ACTION_PROFILE_ACTION_SET -> set(action.getActionProfileActionSet(), table, entity);
            case TYPE_NOT_SET -> null;
        };
    }

    private static org.p4.v1.Action call(ActionCall call, TableInfo table, boolean defaultEntry, String entity) {
        TableInfo.Action ref = table.action(call.action());
        ActionRef.Scope forbidden = defaultEntry ? ActionRef.Scope.TABLE_ONLY : ActionRef.Scope.DEFAULT_ONLY;
        if (ref.scope() == forbidden) {
            throw new InvalidEntityException(
                    EntityRule.WRONG_ACTION,
                    entity,
                    "action",
                    call.action(),
                    defaultEntry
                            ? "an action that is not for entries only (@tableonly)"
                            : "an action that is not for the default entry only (@defaultonly)");
        }
        return ActionCodec.encode(call, ref.action(), entity);
    }

    private ActionProfileActionSet set(ActionSet set, TableInfo table, ActionProfileInfo profile, String entity) {
        SelectorRules.check(set, profile, entity);
        ActionProfileActionSet.Builder builder = ActionProfileActionSet.newBuilder()
                .setActionSelectionMode(mode(set.selectionMode()))
                .setSizeSemantics(size(set.sizeSemantics()));
        ActionCall before = set.groupAction();
        if (before != null) {
            builder.setGroupAction(
                    ActionCodec.encode(before, table.action(before.action()).action(), entity));
        }
        for (WeightedAction weighted : set.actions()) {
            ActionProfileAction.Builder one = ActionProfileAction.newBuilder()
                    .setAction(call(weighted.action(), table, false, entity))
                    .setWeight(weighted.weight());
            if (weighted.watchPort() != null) {
                one.setWatchPort(ports.encode(weighted.watchPort(), entity, "watch port"));
            }
            builder.addActionProfileActions(one);
        }
        return builder.build();
    }

    private static ActionCall call(org.p4.v1.Action action, TableInfo table, String entity) {
        TableInfo.Action ref = table.findAction(action.getActionId());
        if (ref == null) {
            throw new InvalidEntityException(
                    EntityRule.MALFORMED,
                    entity,
                    "action",
                    "id " + Integer.toUnsignedString(action.getActionId()),
                    "the actions of the table",
                    "the device may run another P4Info");
        }
        return ActionCodec.decode(action, ref.action(), entity);
    }

    @SuppressWarnings("deprecation") // The number in 'watch' is still what an older server sends.
    private ActionSet set(ActionProfileActionSet set, TableInfo table, String entity) {
        List<WeightedAction> actions = new ArrayList<>();
        for (ActionProfileAction action : set.getActionProfileActionsList()) {
            actions.add(new WeightedAction(
                    call(action.getAction(), table, entity),
                    action.getWeight(),
                    switch (action.getWatchKindCase()) {
                        case WATCH_PORT -> ports.decode(action.getWatchPort(), entity, "watch port");
                        case WATCH -> P4Value.of(Integer.toUnsignedLong(action.getWatch()));
                        case WATCHKIND_NOT_SET -> null;
                    }));
        }
        return new ActionSet(
                actions,
                mode(set, entity),
                size(set, entity),
                set.hasGroupAction() ? call(set.getGroupAction(), table, entity) : null);
    }

    private static ActionProfileActionSet.ActionSelectionMode mode(SelectionMode mode) {
        return switch (mode) {
            case DEFAULT -> ActionProfileActionSet.ActionSelectionMode.DEFAULT_MODE_DETERMINED_BY_ACTION_SELECTOR;
            case HASH -> ActionProfileActionSet.ActionSelectionMode.HASH;
            case RANDOM -> ActionProfileActionSet.ActionSelectionMode.RANDOM;
        };
    }

    private static SelectionMode mode(ActionProfileActionSet set, String entity) {
        return switch (set.getActionSelectionMode()) {
            case DEFAULT_MODE_DETERMINED_BY_ACTION_SELECTOR -> SelectionMode.DEFAULT;
            case HASH -> SelectionMode.HASH;
            case RANDOM -> SelectionMode.RANDOM;
            case UNRECOGNIZED ->
                throw new InvalidEntityException(
                        EntityRule.MALFORMED,
                        entity,
                        "action selection mode",
                        set.getActionSelectionModeValue(),
                        "0 to 2");
        };
    }

    private static ActionProfileActionSet.SizeSemantics size(SizeSemantics semantics) {
        return switch (semantics) {
            case DEFAULT -> ActionProfileActionSet.SizeSemantics.DEFAULT_SIZE_DETERMINED_BY_ACTION_SELECTOR;
            case SUM_OF_WEIGHTS -> ActionProfileActionSet.SizeSemantics.SUM_OF_WEIGHTS;
            case SUM_OF_MEMBERS -> ActionProfileActionSet.SizeSemantics.SUM_OF_MEMBERS;
        };
    }

    private static SizeSemantics size(ActionProfileActionSet set, String entity) {
        return switch (set.getSizeSemantics()) {
            case DEFAULT_SIZE_DETERMINED_BY_ACTION_SELECTOR -> SizeSemantics.DEFAULT;
            case SUM_OF_WEIGHTS -> SizeSemantics.SUM_OF_WEIGHTS;
            case SUM_OF_MEMBERS -> SizeSemantics.SUM_OF_MEMBERS;
            case UNRECOGNIZED ->
                throw new InvalidEntityException(
                        EntityRule.MALFORMED, entity, "size semantics", set.getSizeSemanticsValue(), "0 to 2");
        };
    }

    private static InvalidEntityException wrongWay(String entity, Object given, String allowed) {
        return new InvalidEntityException(EntityRule.WRONG_ACTION, entity, "action", given, allowed);
    }
}
