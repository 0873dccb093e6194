package io.ipdk.examples;

import io.ipdk.examples.console.FailureReport;
import picocli.CommandLine;

/** Runs a program's command the way all programs here do. */
final class Program {

    private Program() {}

    /** Parses the arguments, runs the command and ends the process with its exit code; 1 where it failed, 2 for bad options. */
    static void run(Object command, String... arguments) {
        System.exit(execute(command, arguments));
    }

    /** As {@link #run}, and returns the exit code instead. */
    static int execute(Object command, String... arguments) {
        CommandLine line = new CommandLine(command);
        line.getCommandSpec().version("ipdk-java, " + line.getCommandName());
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new FailureReport())
                .execute(arguments);
    }
}
