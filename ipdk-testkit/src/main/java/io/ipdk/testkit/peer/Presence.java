package io.ipdk.testkit.peer;

import java.nio.file.Path;

/** What a look at this machine said about a {@link Peer}. Immutable. */
public sealed interface Presence {

    /**
     * The peer is here.
     *
     * @param where the executable, image, mount point or file that shows it
     */
    record Found(Path where) implements Presence {}

    /**
     * The peer is not usable here.
     *
     * @param why what was looked for and not found, as the end of a sentence
     */
    record Missing(String why) implements Presence {}
}
