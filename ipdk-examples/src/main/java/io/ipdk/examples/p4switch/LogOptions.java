package io.ipdk.examples.p4switch;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the log goes and what is in it. Confined to one thread. */
final class LogOptions {
    private static final String SETTING = "org.slf4j.simpleLogger.";

    /** bmv2's levels. */
    enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR,
        OFF
    }

    @Option(names = "--log-console", description = "log to standard output")
    private boolean console;

    @Option(names = "--log-file", paramLabel = "FILE", description = "log to a file")
    private @Nullable Path file;

    @Option(
            names = {"-L", "--log-level"},
            paramLabel = "LEVEL",
            description =
                    "trace, debug, info, warn, error or off (${DEFAULT-VALUE}); trace tells the way of each packet")
    private Level level = Level.TRACE;

    @Option(
            names = "--dump-packet-data",
            paramLabel = "BYTES",
            description = "log so many bytes of each packet, at level info (${DEFAULT-VALUE})")
    private int dumped;

    int dumped() {
        return dumped;
    }

    /** Sets the log up; to be called before the first line. Without a place for it only warnings come, on standard error. */
    void apply() {
        boolean wanted = console || file != null;
        System.setProperty(SETTING + "logFile", file != null ? file.toString() : console ? "System.out" : "System.err");
        System.setProperty(SETTING + "defaultLogLevel", "warn");
        System.setProperty(SETTING + "log.io.ipdk", wanted ? level.name().toLowerCase(Locale.ROOT) : "warn");
        System.setProperty(SETTING + "showDateTime", "true");
        System.setProperty(SETTING + "dateTimeFormat", "HH:mm:ss.SSS");
        System.setProperty(SETTING + "showShortLogName", "true");
        System.setProperty(SETTING + "showThreadName", "false");
    }
}
