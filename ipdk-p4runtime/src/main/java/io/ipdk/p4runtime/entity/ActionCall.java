package io.ipdk.p4runtime.entity;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.value.P4Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An action with the values of its parameters.
 *
 * <p>Immutable; each {@code set} gives a new object.
 *
 * @param action the action's name
 * @param arguments a value for each parameter
 */
public record ActionCall(String action, List<Argument> arguments) implements TableAction {

    /**
     * A parameter's value.
     *
     * <p>Immutable.
     */
    public record Argument(String parameter, P4Value value) {}

    public ActionCall {
        arguments = List.copyOf(arguments);
    }

    /** An action without values yet. */
    public static ActionCall of(String action) {
        return new ActionCall(action, List.of());
    }

    /** Sets a parameter: an integer, an address, or a text. */
    public ActionCall set(String parameter, P4Value value) {
        List<Argument> more = new ArrayList<>(arguments.size() + 1);
        more.addAll(arguments);
        more.add(new Argument(parameter, value));
        return new ActionCall(action, more);
    }

    /**
     * Sets a parameter to an unsigned integer.
     *
     * @throws InvalidSpecException if it is negative
     */
    public ActionCall set(String parameter, long value) {
        return set(parameter, P4Value.of(value));
    }

    /** Sets a parameter to a string of the controller's, or to a number or an address as text. */
    public ActionCall set(String parameter, String value) {
        return set(parameter, P4Value.text(value));
    }

    /**
     * The value of a parameter by its name as it is written here.
     *
     * @throws InvalidSpecException if it has no value
     */
    public P4Value get(String parameter) {
        for (Argument argument : arguments) {
            if (argument.parameter().equals(parameter)) {
                return argument.value();
            }
        }
        throw new InvalidSpecException(
                "parameter",
                '\'' + parameter + '\'',
                "one of " + arguments.stream().map(Argument::parameter).toList());
    }

    /** Two calls are equal if action and values are, in whatever order the values were set. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || (other instanceof ActionCall that
                        && action.equals(that.action)
                        && Unordered.equal(arguments, that.arguments));
    }

    @Override
    public int hashCode() {
        return 31 * action.hashCode() + Unordered.hash(arguments);
    }

    @Override
    public String toString() {
        return action
                + arguments.stream()
                        .map(argument -> argument.parameter() + ": " + argument.value())
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
