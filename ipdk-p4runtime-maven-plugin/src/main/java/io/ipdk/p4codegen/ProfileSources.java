package io.ipdk.p4codegen;

import io.ipdk.p4runtime.info.ActionProfileInfo;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.TableInfo;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.p4.config.v1.ActionRef;

/** The classes of an action profile: its members and groups, and the sets of actions that entries bring along. */
final class ProfileSources {
    private final String packageName;
    private final Map<Integer, String> actionTypes;
    private final P4Info info;

    /** @param actionTypes the class of each action by its id */
    ProfileSources(String packageName, Map<Integer, String> actionTypes, P4Info info) {
        this.packageName = packageName;
        this.actionTypes = actionTypes;
        this.info = info;
    }

    JavaSource profile(String typeName, ActionProfileInfo profile) {
        boolean selector = profile.selector();
        JavaSource source = new JavaSource(packageName, typeName)
                .use("io.ipdk.p4runtime.entity.ActionProfileMember")
                .doc(
                        Docs.of(selector ? "Action selector" : "Action profile", profile),
                        Docs.description(profile),
                        "Immutable: it holds nothing.");
        source.member(
                "The profile's name in the P4 program.",
                "public static final String NAME = " + Escape.literal(profile.fullName()) + ";");
        source.member("private $T() {}");
        source.member("A member by its number, to be read or deleted; in a read, 0 stands for all.", """
                public static ActionProfileMember member(long memberId) {
                    return ActionProfileMember.of(NAME, memberId);
                }""");
        for (TableInfo.Action ref : actions(profile)) {
            source.member(
                    "A member that calls " + Escape.code(ref.action().fullName()) + ".",
                    "public static ActionProfileMember member(long memberId, " + type(ref)
                            + " action) {\n    return member(memberId).action(action.toCall());\n}");
        }
        source.member("For a read: all members.", """
                public static ActionProfileMember allMembers() {
                    return ActionProfileMember.all(NAME);
                }""");
        if (selector) {
            source.use("io.ipdk.p4runtime.entity.ActionProfileGroup");
            source.member("A group, as yet without members; in a read, 0 stands for all.", """
                    public static ActionProfileGroup group(long groupId) {
                        return ActionProfileGroup.of(NAME, groupId);
                    }""");
            source.member("For a read: all groups.", """
                    public static ActionProfileGroup allGroups() {
                        return ActionProfileGroup.all(NAME);
                    }""");
        }
        return source;
    }

    /** The class of the sets of a selector's actions. */
    JavaSource actionSet(String typeName, ActionProfileInfo profile) {
        JavaSource source = new JavaSource(packageName, typeName)
                .use(
                        "io.ipdk.p4runtime.entity.ActionSet",
                        "io.ipdk.p4runtime.entity.SelectionMode",
                        "io.ipdk.p4runtime.entity.WeightedAction",
                        "io.ipdk.p4runtime.value.P4Value",
                        "java.util.Objects")
                .doc(
                        "Actions of " + Escape.code(profile.fullName())
                                + " that an entry brings along, of which each packet takes one (one shot).",
                        "Immutable; each step gives a new object.");
        source.member("private final ActionSet actions;");
        source.member("""
                private $T(ActionSet actions) {
                    this.actions = Objects.requireNonNull(actions, "actions");
                }""");
        source.member("No action as yet.", """
                public static $T actions() {
                    return new $T(ActionSet.of());
                }""");
        boolean weighted = !profile.proto().getWeightsDisallowed();
        String weight = weighted ? ", int weight" : "";
        for (TableInfo.Action ref : actions(profile)) {
            String call = "WeightedAction.of(action.toCall(), " + (weighted ? "weight" : "0") + ")";
            String what = "Calls " + Escape.code(ref.action().fullName())
                    + (weighted ? " for a share of the packets" : " for some of the packets");
            source.member(
                    what + ".",
                    "public $T add(" + type(ref) + " action" + weight + ") {\n    return new $T(actions.add(" + call
                            + "));\n}");
            source.member(
                    what + " while the port is up.",
                    "public $T add(" + type(ref) + " action" + weight
                            + ", P4Value watchPort) {\n    return new $T(actions.add(" + call
                            + ".watching(watchPort)));\n}");
        }
        return source.member("Picks one in another way than the selector does.", """
                        public $T selectedBy(SelectionMode mode) {
                            return new $T(actions.selectedBy(mode));
                        }""")
                .member("The set as an entity's part.", """
                        public ActionSet build() {
                            return actions;
                        }""")
                .member("""
                        @Override
                        public String toString() {
                            return actions.toString();
                        }""");
    }

    private String type(TableInfo.Action ref) {
        return Objects.requireNonNull(actionTypes.get(ref.action().id()));
    }

    /** What entries of the tables that use it may call, each once. */
    private List<TableInfo.Action> actions(ActionProfileInfo profile) {
        Set<Integer> seen = new LinkedHashSet<>();
        return info.tables().stream()
                .filter(table -> profile.equals(table.profile()))
                .flatMap(table -> table.actions().stream())
                .filter(ref -> ref.scope() != ActionRef.Scope.DEFAULT_ONLY
                        && seen.add(ref.action().id()))
                .toList();
    }
}
