package io.ipdk.examples.p4;

import io.ipdk.error.IpdkException;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.P4Object;
import io.ipdk.p4runtime.info.TableInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What may come next on a line of the shell: commands, their options, and the names of the pipeline. Confined to one thread. */
final class WordCompleter {
    private final CommandLine commands;
    private final P4Session session;

    WordCompleter(CommandLine commands, P4Session session) {
        this.commands = commands;
        this.session = session;
    }

    /**
     * Everything that may stand at the end of the line; what the user began to type is not looked at.
     *
     * @param before the words before it
     */
    List<String> candidates(List<String> before) {
        Map<String, CommandLine> subcommands = commands.getSubcommands();
        if (before.isEmpty()) {
            return List.copyOf(new TreeSet<>(subcommands.keySet()));
        }
        CommandLine command = subcommands.get(before.get(0));
        if (command == null) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        try {
            names(before, session.info()).forEach(found::add);
        } catch (IpdkException e) {
            // No connection, no pipeline or an unknown name: the command will say so.
            found.clear();
        }
        command.getCommandSpec().options().stream()
                .map(option -> option.longestName())
                .sorted()
                .forEach(found::add);
        return found;
    }

    private static Stream<String> names(List<String> before, P4Info info) {
        boolean first = before.size() == 1;
        return switch (before.get(0)) {
            case "insert", "modify" -> first ? named(info.tables()) : entryWords(before, info);
            case "delete" -> first ? named(info.tables()) : keys(info.table(before.get(1)));
            case "list" -> first ? named(info.tables()) : Stream.of();
            case "show" ->
                first
                        ? Stream.concat(
                                Stream.of("tables", "actions", "counters", "meters", "registers", "digests"),
                                named(info.tables()))
                        : Stream.of();
            case "counter" -> first ? named(info.counters()) : Stream.of();
            case "meter" -> first ? named(info.meters()) : Stream.of();
            case "register" -> first ? named(info.registers()) : Stream.of();
            case "member", "group" -> first ? verbs() : before.size() == 2 ? named(info.actionProfiles()) : Stream.of();
            case "multicast", "clone" -> first ? verbs() : Stream.of();
            case "watch" -> Stream.of("packets", "digests", "idle", "errors", "session");
            case "send" ->
                info.packetOut().stream()
                        .flatMap(header -> header.fields().stream())
                        .filter(field -> !field.padding())
                        .map(field -> field.name() + "=");
            default -> Stream.of();
        };
    }

    /** Keys until an action was typed, then its parameters. */
    private static Stream<String> entryWords(List<String> before, P4Info info) {
        TableInfo table = info.table(before.get(1));
        for (int i = before.size() - 1; i >= 2; i--) {
            String word = before.get(i);
            if (!Words.isPair(word) && !word.startsWith("-")) {
                return table.action(word).action().params().stream().map(param -> param.name() + "=");
            }
        }
        return Stream.concat(
                keys(table),
                table.actions().stream().map(action -> action.action().name()));
    }

    private static Stream<String> keys(TableInfo table) {
        return table.fields().stream().map(field -> field.name() + "=");
    }

    private static Stream<String> named(List<? extends P4Object> objects) {
        return objects.stream().map(P4Object::name);
    }

    private static Stream<String> verbs() {
        return Stream.of("list", "insert", "modify", "delete");
    }
}
