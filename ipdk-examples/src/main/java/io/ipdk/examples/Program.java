package io.ipdk.examples;

import io.ipdk.error.IpdkException;
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
                .setExecutionExceptionHandler((failure, failed, parsed) -> {
                    explain(failure, failed);
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }

    /** An error of the SDK says all there is to say; anything else is a bug and shows where it came from. */
    private static void explain(Exception failure, CommandLine line) {
        if (failure instanceof IpdkException known) {
            String retry = known.retryable() ? " (trying again may help)" : "";
            line.getErr().println(line.getColorScheme().errorText("error: " + known.getMessage() + retry));
        } else {
            failure.printStackTrace(line.getErr());
        }
    }
}
