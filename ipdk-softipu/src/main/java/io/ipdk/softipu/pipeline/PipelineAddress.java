package io.ipdk.softipu.pipeline;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4target.server.TlsFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code soft:} URI says about the pipeline.
 *
 * <p>Immutable.
 *
 * @param atOnce whether the server listens from the start; otherwise from when it is first asked for
 * @param host where it listens; null = in this process only
 * @param port the TCP port; 0 = a free one
 * @param tls files for TLS, if it is to be spoken
 * @param deviceId the device id of P4Runtime
 * @param cpuPort the number of the port that stands for the controller
 * @param closedBefore whether nothing passes before the first program
 */
public record PipelineAddress(
        boolean atOnce,
        @Nullable String host,
        int port,
        Optional<TlsFiles> tls,
        long deviceId,
        int cpuPort,
        boolean closedBefore) {

    /** The options, for messages. */
    public static final String SYNTAX =
            "p4runtime=HOST:PORT|inprocess [&p4runtime.cert=… &p4runtime.key=… [&p4runtime.clients=…]]"
                    + " &p4runtime.device=1 &p4runtime.cpu=510 &p4runtime.before=switch|closed";

    /** The highest number of a port in v1model; the one above drops. */
    public static final int LAST_PORT = 510;

    private static final String LOOPBACK = "127.0.0.1";
    private static final int DEFAULT_CPU_PORT = 510;
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:\\[\\]]+):(\\d{1,5})");

    /** In this process and on a free port of the loopback interface, once it is asked for. */
    public static PipelineAddress defaults() {
        return new PipelineAddress(false, LOOPBACK, 0, Optional.empty(), 1, DEFAULT_CPU_PORT, false);
    }

    /**
     * Takes the options of the pipeline out of those of a URI.
     *
     * @throws InvalidSpecException one of them makes no sense, with what is allowed
     */
    public static PipelineAddress takeFrom(Map<String, String> options) {
        String listen = options.remove("p4runtime");
        String host = LOOPBACK;
        int port = 0;
        if (listen != null && listen.equals("inprocess")) {
            host = null;
        } else if (listen != null) {
            Matcher matcher = ADDRESS.matcher(listen);
            if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 0xffff) {
                throw new InvalidSpecException("p4runtime", listen, "HOST:PORT, or inprocess", SYNTAX);
            }
            host = matcher.group(1).replaceAll("[\\[\\]]", "");
            port = Integer.parseInt(matcher.group(2));
        }
        Optional<TlsFiles> tls = tls(options);
        if (tls.isPresent() && host == null) {
            throw new InvalidSpecException("p4runtime.cert", "set", "only with p4runtime=HOST:PORT");
        }
        return new PipelineAddress(
                listen != null,
                host,
                port,
                tls,
                number(options, "p4runtime.device", 1, 1, Long.MAX_VALUE),
                (int) number(options, "p4runtime.cpu", DEFAULT_CPU_PORT, 1, LAST_PORT),
                before(options.remove("p4runtime.before")));
    }

    private static Optional<TlsFiles> tls(Map<String, String> options) {
        String certificate = options.remove("p4runtime.cert");
        String key = options.remove("p4runtime.key");
        String clients = options.remove("p4runtime.clients");
        if (certificate == null && key == null && clients == null) {
            return Optional.empty();
        }
        if (certificate == null || key == null) {
            throw new InvalidSpecException(
                    "p4runtime.cert and p4runtime.key", certificate + " and " + key, "both, or neither", SYNTAX);
        }
        return Optional.of(new TlsFiles(
                Path.of(certificate), Path.of(key), Optional.ofNullable(clients).map(Path::of)));
    }

    private static long number(Map<String, String> options, String name, long otherwise, long least, long most) {
        String text = options.remove(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the message for all that is no such number.
        }
        throw new InvalidSpecException(name, text, least + " to " + most, SYNTAX);
    }

    private static boolean before(@Nullable String mode) {
        if (mode != null && !Set.of("switch", "closed").contains(mode)) {
            throw new InvalidSpecException("p4runtime.before", mode, "switch, closed", SYNTAX);
        }
        return "closed".equals(mode);
    }
}
