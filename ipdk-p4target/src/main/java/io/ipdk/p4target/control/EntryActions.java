package io.ipdk.p4target.control;

import com.google.protobuf.ByteString;
import io.ipdk.p4target.runtime.ForwardingState;
import io.ipdk.p4target.table.ActionCall;
import io.ipdk.p4target.table.SelectorSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.ActionProfile;
import org.p4.v1.ActionProfileAction;
import org.p4.v1.ActionProfileActionSet;
import org.p4.v1.TableAction;

/** What entries do: an action, a member, a group or a one-shot. Immutable. */
final class EntryActions {
    private static final ActionCall NOTHING = new ActionCall(ActionCall.NONE, new long[0]);

    private final Schemas schemas;
    private final Ports ports;

    EntryActions(Schemas schemas, Ports ports) {
        this.schemas = schemas;
        this.ports = ports;
    }

    /**
     * What an entry does.
     *
     * @param call its own action; none if a profile decides
     * @param origin the one-shot as it was written, or null
     */
    record Chosen(
            ActionCall call,
            int member,
            int group,
            @Nullable SelectorSet set,
            @Nullable Object origin) {}

    Chosen read(TableSchema table, TableAction given, Batch batch) {
        boolean direct = given.getTypeCase() == TableAction.TypeCase.ACTION;
        if (given.getTypeCase() == TableAction.TypeCase.TYPE_NOT_SET) {
            throw RefusedException.invalid("table '" + table.name + "': the action is empty");
        }
        if (direct != table.profile < 0) {
            throw RefusedException.invalid("table '" + table.name + "' "
                    + (direct ? "has an action profile: name a member, a group or a set" : "has no action profile"));
        }
        if (direct) {
            org.p4.v1.Action action = given.getAction();
            return new Chosen(table.action(action.getActionId(), false).read(action), 0, 0, null, null);
        }
        ForwardingState.Profile profile = batch.profiles[table.profile];
        ProfileUse use = batch.uses[table.profile];
        if (given.hasActionProfileMemberId()) {
            int member = given.getActionProfileMemberId();
            if (profile.members().get(member) == null) {
                throw RefusedException.missing("there is no member " + Integer.toUnsignedString(member));
            }
            mixing(table, use.oneShots());
            return new Chosen(NOTHING, member, 0, null, null);
        }
        if (!table.selector()) {
            throw RefusedException.invalid("table '" + table.name + "' has no action selector");
        }
        if (given.hasActionProfileGroupId()) {
            int group = given.getActionProfileGroupId();
            if (profile.groups().get(group) == null) {
                throw RefusedException.missing("there is no group " + Integer.toUnsignedString(group));
            }
            mixing(table, use.oneShots());
            return new Chosen(NOTHING, 0, group, null, null);
        }
        mixing(table, use.byId());
        return oneShot(table, given.getActionProfileActionSet());
    }

    private static void mixing(TableSchema table, int others) {
        if (others > 0) {
            throw RefusedException.invalid(
                    "the selector of table '" + table.name + "' is used either by ids or by one-shots, not by both");
        }
    }

    private Chosen oneShot(TableSchema table, ActionProfileActionSet given) {
        if (given.hasGroupAction()) {
            throw new RefusedException(StatusCode.UNIMPLEMENTED, "group_action is newer than P4Runtime 1.5");
        }
        if (given.getActionSelectionMode() == ActionProfileActionSet.ActionSelectionMode.RANDOM) {
            throw new RefusedException(StatusCode.UNIMPLEMENTED, "selectors choose by hash, not at random");
        }
        ActionProfile info = profileOf(table);
        refuseOtherSettings(given, info);
        List<SelectorSet.Choice> choices = new ArrayList<>();
        long weights = 0;
        for (ActionProfileAction one : given.getActionProfileActionsList()) {
            int weight = weight(one.getWeight(), info);
            weights += weight;
            ActionCall call = table.action(one.getAction().getActionId(), false).read(one.getAction());
            choices.add(new SelectorSet.Choice(0, call, weight, watchPort(one)));
        }
        boolean byMembers = switch (given.getSizeSemantics()) {
            case SUM_OF_MEMBERS -> true;
            case SUM_OF_WEIGHTS -> false;
            default -> info.hasSumOfMembers();
        };
        checkSize(info, byMembers ? choices.size() : weights, StatusCode.INVALID_ARGUMENT);
        return new Chosen(NOTHING, 0, 0, new SelectorSet(choices), given);
    }

    /**
     * Refuses an entry whose one-shot is more than its selector holds.
     *
     * @throws RefusedException with RESOURCE_EXHAUSTED
     */
    void checkRoom(TableSchema table, @Nullable SelectorSet more, @Nullable SelectorSet less, Batch batch) {
        if (more != null) {
            batch.uses[table.profile].checkRoom(profileOf(table), more, less);
        }
    }

    /** The selector's own settings may be said again; there are no others for a single set. */
    private static void refuseOtherSettings(ActionProfileActionSet given, ActionProfile info) {
        if (given.getActionSelectionMode() == ActionProfileActionSet.ActionSelectionMode.RANDOM) {
            throw new RefusedException(StatusCode.UNIMPLEMENTED, "actions are picked by hash, not at random");
        }
        ActionProfileActionSet.SizeSemantics own = info.hasSumOfMembers()
                ? ActionProfileActionSet.SizeSemantics.SUM_OF_MEMBERS
                : ActionProfileActionSet.SizeSemantics.SUM_OF_WEIGHTS;
        ActionProfileActionSet.SizeSemantics size = given.getSizeSemantics();
        if (size != own && size != ActionProfileActionSet.SizeSemantics.DEFAULT_SIZE_DETERMINED_BY_ACTION_SELECTOR) {
            throw new RefusedException(
                    StatusCode.UNIMPLEMENTED, "the selector's size is its " + own + ", and a set's cannot differ");
        }
    }

    private ActionProfile profileOf(TableSchema table) {
        return schemas.profiles.values().stream()
                .filter(p -> p.index() == table.profile)
                .findFirst()
                .map(Schemas.ProfileSchema::info)
                .orElseThrow(() -> RefusedException.invalid("table '" + table.name + "' has no action profile"));
    }

    static int weight(int weight, ActionProfile info) {
        boolean disallowed = info.getWeightsDisallowed();
        if (disallowed ? weight != 0 : weight <= 0) {
            throw RefusedException.invalid("a weight is " + weight + ", allowed: " + (disallowed ? "0" : "1 and more"));
        }
        int most = info.getSumOfMembers().getMaxMemberWeight();
        if (info.hasSumOfMembers() && most > 0 && weight > most) {
            throw RefusedException.invalid("a weight is " + weight + ", allowed: up to " + most);
        }
        if (weight > 1 << 16) {
            throw new RefusedException(StatusCode.RESOURCE_EXHAUSTED, "a weight is above 65536");
        }
        return Math.max(1, weight);
    }

    static void checkSize(ActionProfile info, long size, StatusCode code) {
        int most = info.getMaxGroupSize();
        if (most > 0 && size > most) {
            throw new RefusedException(
                    code, "a group of '" + info.getPreamble().getName() + "' holds " + most + ", not " + size);
        }
    }

    @SuppressWarnings("deprecation")
    private int watchPort(ActionProfileAction action) {
        return switch (action.getWatchKindCase()) {
            case WATCH -> watchPort(action.getWatch());
            case WATCH_PORT -> watchPort(action.getWatchPort());
            default -> -1;
        };
    }

    /** As {@link #watchPort(ByteString)}, for the older field. */
    int watchPort(int port) {
        return port == 0 ? -1 : ports.watched(port);
    }

    int watchPort(ByteString port) {
        return port.isEmpty() ? -1 : ports.watched(port);
    }
}
