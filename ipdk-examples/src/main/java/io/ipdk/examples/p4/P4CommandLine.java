package io.ipdk.examples.p4;

import io.ipdk.examples.console.FailureReport;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/** The command line as a whole. Confined to one thread. */
public final class P4CommandLine {
    private final ConnectionOptions options = new ConnectionOptions();
    private final Output output;
    private final P4Session session;

    /** @param out where answers and errors go */
    public P4CommandLine(PrintStream out) {
        output = new Output(out);
        session = new P4Session(options, output);
    }

    /** Runs one command, closes its connection and returns the exit code: 1 where it failed, 2 for what cannot be understood. */
    public int run(String... arguments) {
        CommandLine line = with(new CommandLine(new Root(this)), session);
        line.addMixin("connection", options);
        line.addSubcommand(new ShellCommand(session));
        try {
            return configured(line, session).execute(arguments);
        } finally {
            session.close();
        }
    }

    /** The commands without the options that come before them, for lines of the shell. */
    static CommandLine commands(P4Session session) {
        CommandLine line = with(new CommandLine(new Line()), session);
        return configured(line, session);
    }

    private static CommandLine with(CommandLine line, P4Session session) {
        line.addSubcommand(new PushCommand(session));
        line.addSubcommand(new StatusCommand(session));
        line.addSubcommand(new ShowCommand(session));
        line.addSubcommand(new ListCommand(session));
        add(line, "insert", "Adds an entry to a table.", new EntryCommand(session, Verb.INSERT));
        add(line, "modify", "Changes an entry of a table.", new EntryCommand(session, Verb.MODIFY));
        add(line, "delete", "Removes an entry of a table.", new EntryCommand(session, Verb.DELETE));
        add(line, "counter", "Reads or sets a counter.", new CellCommand(session, CellCommand.Kind.COUNTER));
        add(line, "meter", "Reads or sets a meter.", new CellCommand(session, CellCommand.Kind.METER));
        add(line, "register", "Reads or sets a register.", new CellCommand(session, CellCommand.Kind.REGISTER));
        add(line, "member", "Lists or writes members of an action profile.", new ProfileCommand(session, false));
        add(line, "group", "Lists or writes groups of an action selector.", new ProfileCommand(session, true));
        add(line, "multicast", "Lists or writes multicast groups.", new ReplicationCommand(session, false));
        add(line, "clone", "Lists or writes clone sessions.", new ReplicationCommand(session, true));
        line.addSubcommand(new WatchCommand(session));
        line.addSubcommand(new SendCommand(session));
        line.addSubcommand(new HelpCommand());
        return line;
    }

    private static void add(CommandLine line, String name, String description, P4Command command) {
        CommandLine added = new CommandLine(command);
        added.getCommandSpec().usageMessage().description(description);
        line.addSubcommand(name, added);
    }

    private static CommandLine configured(CommandLine line, P4Session session) {
        PrintWriter writer =
                new PrintWriter(new OutputStreamWriter(session.output().stream(), StandardCharsets.UTF_8), true);
        return line.setOut(writer)
                .setErr(writer)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new FailureReport());
    }

    /** What stands before the command. */
    @Command(
            name = "p4",
            mixinStandardHelpOptions = true,
            version = "ipdk-java, p4",
            description = "Speaks P4Runtime with a target, by the names of its P4 program.")
    static final class Root implements Callable<Integer> {
        private final Output output;
        private final P4Session session;

        Root(P4CommandLine line) {
            output = line.output;
            session = line.session;
        }

        @Option(
                names = {"-o", "--output"},
                scope = CommandLine.ScopeType.INHERIT,
                description = "table or json")
        void format(OutputFormat wanted) {
            output.format(wanted);
        }

        @Override
        public Integer call() throws Exception {
            return new ShellCommand(session).call();
        }
    }

    /** A line of the shell. */
    @Command(name = "")
    static final class Line implements Runnable {
        @Override
        public void run() {
            // A line without a command is empty.
        }
    }
}
