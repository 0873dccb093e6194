package io.ipdk.softipu;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.softipu.pipeline.PipelineAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code soft:} URI says.
 *
 * <p>Immutable.
 *
 * @param stateDirectory where journal and sockets are kept; null = a temporary directory, gone on close
 * @param bus which kind of host bus
 * @param qmp on the {@link Bus#QEMU} bus, QEMU's control socket of each host by the host's name; else empty
 * @param pipeline where controllers connect, and what the pipeline is like
 */
record SoftIpuAddress(@Nullable Path stateDirectory, Bus bus, Map<String, Path> qmp, PipelineAddress pipeline) {

    static final String SYNTAX = "soft:[/state/directory][?bus=sockets"
            + " | ?bus=qemu&qmp=/path/to/qmp.sock | ?bus=qemu&qmp.NAME=/a.sock&qmp.OTHER=/b.sock]"
            + "[&p4runtime=HOST:PORT …]";

    /** The name of a host that was given none. */
    static final String ONLY_HOST = "host";

    private static final Pattern HOST_OPTION = Pattern.compile("qmp\\.([a-zA-Z0-9][a-zA-Z0-9_-]{0,35})");

    /** The host buses of the software IPU. */
    enum Bus {
        SOCKETS,
        QEMU
    }

    /**
     * @throws InvalidSpecException a part that makes no sense, with what is allowed
     */
    static SoftIpuAddress parse(URI uri) {
        String rest = uri.getRawSchemeSpecificPart();
        int question = rest.indexOf('?');
        String path = decode(question < 0 ? rest : rest.substring(0, question));
        if (uri.getRawFragment() != null || path.startsWith("//") || (!path.isEmpty() && !path.startsWith("/"))) {
            throw new InvalidSpecException("IPU URI", "'" + uri + "'", SYNTAX);
        }
        Map<String, String> query = query(uri, question < 0 ? "" : rest.substring(question + 1));
        Bus bus = bus(query.remove("bus"));
        Map<String, Path> qmp = qmp(query);
        PipelineAddress pipeline = PipelineAddress.takeFrom(query);
        if (!query.isEmpty()) {
            throw new InvalidSpecException(
                    "IPU URI option", query.keySet(), "bus, qmp, qmp.NAME, " + PipelineAddress.SYNTAX, SYNTAX);
        }
        if (bus == Bus.QEMU && qmp.isEmpty()) {
            throw new InvalidSpecException(
                    "qmp",
                    "unset",
                    "the path of QEMU's QMP socket where bus=qemu",
                    "start QEMU with -qmp unix:/path/to/qmp.sock,server=on,wait=off and name that path");
        }
        if (bus == Bus.SOCKETS && !qmp.isEmpty()) {
            throw new InvalidSpecException("qmp", qmp.values(), "only with bus=qemu");
        }
        return new SoftIpuAddress(path.isEmpty() ? null : Path.of(path), bus, qmp, pipeline);
    }

    /** Takes the control sockets out of the options. */
    private static Map<String, Path> qmp(Map<String, String> query) {
        Map<String, Path> sockets = new LinkedHashMap<>();
        String only = query.remove("qmp");
        if (only != null && !only.isEmpty()) {
            sockets.put(ONLY_HOST, Path.of(only));
        }
        query.entrySet().removeIf(option -> {
            Matcher named = HOST_OPTION.matcher(option.getKey());
            if (!named.matches() || option.getValue().isEmpty()) {
                return false;
            }
            sockets.put(named.group(1), Path.of(option.getValue()));
            return true;
        });
        return Map.copyOf(sockets);
    }

    private static Bus bus(@Nullable String name) {
        if (name == null || name.equals("sockets")) {
            return Bus.SOCKETS;
        }
        if (name.equals("qemu")) {
            return Bus.QEMU;
        }
        throw new InvalidSpecException("bus", name, Set.of("sockets", "qemu").toString());
    }

    private static Map<String, String> query(URI uri, String text) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = option.indexOf('=');
            if (equals <= 0 || options.put(option.substring(0, equals), decode(option.substring(equals + 1))) != null) {
                throw new InvalidSpecException(
                        "IPU URI option", "'" + option + "' in " + uri, "key=value, each key once");
            }
        }
        return options;
    }

    private static String decode(String raw) {
        return raw.isEmpty() ? raw : String.valueOf(URI.create("x:" + raw).getSchemeSpecificPart());
    }
}
