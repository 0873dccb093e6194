package io.ipdk.examples.p4;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.entity.ActionCall;
import io.ipdk.p4runtime.entity.ActionSet;
import io.ipdk.p4runtime.entity.Match;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.entity.WeightedAction;
import io.ipdk.p4runtime.info.MatchFieldInfo;
import io.ipdk.p4runtime.info.TableInfo;
import io.ipdk.p4runtime.value.P4Value;
import io.ipdk.p4runtime.value.ValueType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries as they are typed: {@code FIELD=VALUE… ACTION PARAM=VALUE…}. The first word without {@code =} is the action; several
 * actions, each perhaps with {@code *WEIGHT} and {@code @PORT}, are a one-shot set.
 */
final class Words {
    private Words() {}

    /** The entry that the words tell, without an action if they name none. */
    static TableEntry entry(TableInfo table, List<String> words) {
        TableEntry entry = TableEntry.in(table.name());
        int position = 0;
        for (; position < words.size() && isPair(words.get(position)); position++) {
            entry = entry.match(match(table, words.get(position)));
        }
        List<WeightedAction> actions = actions(words.subList(position, words.size()));
        if (actions.isEmpty()) {
            return entry;
        }
        if (table.profile() != null) {
            return entry.action(ActionSet.of(actions.toArray(WeightedAction[]::new)));
        }
        if (actions.size() > 1) {
            throw new InvalidSpecException(
                    "actions",
                    actions.size(),
                    "one",
                    "only a table with an action selector takes several; " + table + " has none");
        }
        return entry.action(actions.get(0).action());
    }

    /** One action with its parameters. */
    static ActionCall action(List<String> words) {
        List<WeightedAction> actions = actions(words);
        if (actions.size() != 1) {
            throw new InvalidSpecException("action", words, "ACTION PARAM=VALUE…");
        }
        return actions.get(0).action();
    }

    private static List<WeightedAction> actions(List<String> words) {
        List<WeightedAction> actions = new ArrayList<>();
        for (String word : words) {
            if (isPair(word)) {
                WeightedAction last = actions.remove(actions.size() - 1);
                ActionCall call = last.action().set(name(word), value(word));
                actions.add(new WeightedAction(call, last.weight(), last.watchPort()));
            } else {
                Share share = Share.of(word);
                actions.add(new WeightedAction(ActionCall.of(share.name()), share.weight(), share.watchPort()));
            }
        }
        return actions;
    }

    private static Match match(TableInfo table, String word) {
        MatchFieldInfo field = table.field(name(word));
        String text = value(word);
        TableEntry one = TableEntry.in(table.name());
        TableEntry matched = switch (field.kind()) {
            case EXACT -> one.exact(field.name(), text);
            case OPTIONAL -> one.optional(field.name(), text);
            case LPM -> one.lpm(field.name(), text);
            case TERNARY -> ternary(one, field, text);
            case RANGE -> range(one, field, text);
            case OTHER ->
                throw new InvalidSpecException(field.name(), text, "nothing: its kind of match cannot be typed");
        };
        return matched.matches().get(0);
    }

    private static TableEntry ternary(TableEntry entry, MatchFieldInfo field, String text) {
        if (text.contains("&&&") || text.contains("/")) {
            return entry.ternary(field.name(), text);
        }
        return entry.ternary(field.name(), P4Value.parse(text), ones(field.type()));
    }

    private static TableEntry range(TableEntry entry, MatchFieldInfo field, String text) {
        int dots = text.indexOf("..");
        P4Value low = P4Value.parse(dots < 0 ? text : text.substring(0, dots));
        return entry.range(field.name(), low, dots < 0 ? low : P4Value.parse(text.substring(dots + 2)));
    }

    private static P4Value ones(ValueType type) {
        return P4Value.of(BigInteger.ONE.shiftLeft(type.bitWidth()).subtract(BigInteger.ONE));
    }

    static boolean isPair(String word) {
        return word.indexOf('=') > 0;
    }

    static String name(String pair) {
        return pair.substring(0, pair.indexOf('='));
    }

    static String value(String pair) {
        return pair.substring(pair.indexOf('=') + 1);
    }

    /** A whole number of the command line. */
    static long number(String text) {
        return number(text, Long.MAX_VALUE);
    }

    /** A weight of the command line. */
    static int weight(String text) {
        return (int) number(text, Integer.MAX_VALUE);
    }

    private static long number(String text, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same answer as for numbers that are too large.
        }
        throw new InvalidSpecException("number", '\'' + text + '\'', "a whole number up to " + most);
    }
}
