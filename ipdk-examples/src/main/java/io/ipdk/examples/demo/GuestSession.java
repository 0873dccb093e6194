package io.ipdk.examples.demo;

import io.ipdk.testkit.guest.CommandResult;
import io.ipdk.testkit.guest.Guest;
import java.time.Duration;

/**
 * A guest by name, and its shell.
 *
 * <p>Confined to one thread at a time.
 */
final class GuestSession implements AutoCloseable {

    private static final Duration COMMAND = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String name;
    private final Guest guest;

    GuestSession(String name, Guest guest) {
        this.name = name;
        this.guest = guest;
    }

    String name() {
        return name;
    }

    Guest guest() {
        return guest;
    }

    GuestView view() {
        return new GuestView(this);
    }

    /**
     * Runs a script in the guest's shell.
     *
     * @return what it printed
     * @throws IllegalStateException it did not end with 0
     */
    String run(String script) {
        CommandResult result = guest.run(script, COMMAND);
        if (!result.succeeded()) {
            throw new IllegalStateException(
                    name + ": '" + script + "' ended with " + result.exitCode() + ": " + result.output());
        }
        return result.output();
    }

    /**
     * Runs a script again and again until it ends with 0.
     *
     * @return what it printed then
     * @throws IllegalStateException it did not within a minute
     */
    String await(String script) {
        long start = System.nanoTime();
        while (true) {
            CommandResult result = guest.run(script, COMMAND);
            if (result.succeeded()) {
                return result.output().strip();
            }
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException(name + ": '" + script + "' still ends with " + result.exitCode()
                        + " after " + PATIENCE.toSeconds() + " s: " + result.output());
            }
        }
    }

    /** Waits for a file that has this content, and returns the name of the directory it is in. */
    String awaitOwner(String content, String files) {
        return await("f=$(grep -l -x " + content + " " + files + ") && basename $(dirname $f)");
    }

    String sha256(String file) {
        return run("sha256sum <" + file + " | cut -c 1-64").strip();
    }

    @Override
    public void close() {
        guest.close();
    }
}
