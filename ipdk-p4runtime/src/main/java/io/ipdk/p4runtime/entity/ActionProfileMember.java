package io.ipdk.p4runtime.entity;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A member of an action profile.
 *
 * <p>Immutable.
 *
 * @param profile the profile's name
 * @param memberId the controller's number for it, 0 to 2³²-1; 0 in a read stands for all
 * @param action what it does, null in a read or DELETE
 */
public record ActionProfileMember(
        String profile, long memberId, @Nullable ActionCall action) implements P4Entity {

    /** A member, as yet without an action. */
    public static ActionProfileMember of(String profile, long memberId) {
        return new ActionProfileMember(profile, memberId, null);
    }

    /** For a read: all members of a profile. */
    public static ActionProfileMember all(String profile) {
        return of(profile, 0);
    }

    /** For a read: all members of all profiles. */
    public static ActionProfileMember all() {
        return all(EVERY);
    }

    /** The member with this action. */
    public ActionProfileMember action(String name, UnaryOperator<ActionCall> arguments) {
        return action(arguments.apply(ActionCall.of(name)));
    }

    /** The member with this action. */
    public ActionProfileMember action(ActionCall call) {
        return new ActionProfileMember(profile, memberId, call);
    }

    @Override
    public ActionProfileMember key() {
        return of(profile, memberId);
    }
}
