package io.ipdk.testkit.guest;

/**
 * What a command in a guest came to.
 *
 * <p>Immutable.
 *
 * @param exitCode the shell's exit code, 0 for success
 * @param output what it wrote, standard output and standard error together, read as UTF-8
 */
public record CommandResult(int exitCode, String output) {

    /** Whether the exit code is 0. */
    public boolean succeeded() {
        return exitCode == 0;
    }
}
