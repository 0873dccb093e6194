package io.ipdk.examples.console;

import io.ipdk.error.IpdkException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Ends a command that failed: an error of the SDK says all there is to say; anything else is a bug and shows where it came from.
 * Immutable.
 */
public final class FailureReport implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        if (failure instanceof IpdkException known) {
            String retry = known.retryable() ? " (trying again may help)" : "";
            line.getErr().println(line.getColorScheme().errorText("error: " + known.getMessage() + retry));
        } else {
            failure.printStackTrace(line.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
