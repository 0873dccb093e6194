package io.ipdk.examples.p4switch;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Options of bmv2 that have nothing to do here: those that change nothing are taken with a warning, those whose effect somebody
 * would miss are refused. Confined to one thread.
 */
final class ForeignOptions {
    private static final String NO_RUNTIME_CLI =
            "there is no Thrift server; write tables with dev/p4 or any P4Runtime client";
    private static final String NO_EVENTS = "there is no event socket; watch packets with --log-console -L trace";

    /** An option without an effect. Immutable. */
    private record Ignored(String name, int values, String why) {}

    /** An option that cannot be had. Immutable. */
    private record Refused(String name, int values, String why) {}

    private static final List<Ignored> IGNORED = List.of(
            new Ignored("--thrift-port", 1, NO_RUNTIME_CLI),
            new Ignored("--nanolog", 1, NO_EVENTS),
            new Ignored("--notifications-addr", 1, NO_EVENTS),
            new Ignored("--debugger", 0, NO_EVENTS),
            new Ignored("--debugger-addr", 1, NO_EVENTS),
            new Ignored("--log-flush", 0, "each line is written at once"),
            new Ignored("--enable-swap", 0, "a controller can push another program at any time"),
            new Ignored("--max-port-count", 1, "the program's port fields set the limit"));
    private static final List<Refused> REFUSED = List.of(
            new Refused("--priority-queues", 1, "packets are not queued here, so there are no queues to choose from"),
            new Refused("--packet-in", 1, "packets do not come through nanomsg; use -i PORT@unix:OWN,PEER"),
            new Refused("--dp-grpc-server-addr", 1, "packets do not come through gRPC; use -i PORT@unix:OWN,PEER"),
            new Refused("--restore-state", 1, "state is not saved in files"));

    private ForeignOptions() {}

    static void addTo(CommandSpec command) {
        IGNORED.forEach(option -> add(command, option.name, option.values));
        REFUSED.forEach(option -> add(command, option.name, option.values));
    }

    private static void add(CommandSpec command, String name, int values) {
        command.addOption(OptionSpec.builder(name)
                .arity(String.valueOf(values))
                .type(String.class)
                .hidden(true)
                .build());
    }

    /**
     * What to say about the options that were given.
     *
     * @throws ParameterException if one is refused
     */
    static List<String> check(CommandLine line) {
        CommandLine.ParseResult given = line.getParseResult();
        for (Refused option : REFUSED) {
            if (given.hasMatchedOption(option.name)) {
                throw new ParameterException(line, option.name + " is not supported: " + option.why);
            }
        }
        List<String> warnings = new ArrayList<>();
        for (Ignored option : IGNORED) {
            if (given.hasMatchedOption(option.name)) {
                warnings.add(option.name + " has no effect: " + option.why);
            }
        }
        return warnings;
    }
}
