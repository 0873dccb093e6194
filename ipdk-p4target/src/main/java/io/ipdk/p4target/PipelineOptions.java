package io.ipdk.p4target;

import io.ipdk.p4target.extern.ExternType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pipeline needs to know besides its program. Immutable.
 *
 * @param cpuPort the port that packets for the controller go to
 * @param dropPort the port that drops, in v1model
 * @param externTypes externs the application brings
 * @param translations for each URI of a {@code p4runtime_translation}, what controllers say for a value
 * @param portUri the URI by whose translation, if there is one, ports of replicas and watch ports are written
 */
public record PipelineOptions(
        int cpuPort,
        int dropPort,
        List<ExternType> externTypes,
        Map<String, ValueTranslation> translations,
        String portUri) {
    private static final int CPU_PORT = 510;
    private static final int DROP_PORT = 511;
    private static final String PSA_PORT = "p4.org/psa/v1/PortId_t";

    public PipelineOptions {
        externTypes = List.copyOf(externTypes);
        translations = Map.copyOf(translations);
    }

    /** CPU port 510, drop port 511, nothing else. */
    public static PipelineOptions defaults() {
        return new PipelineOptions(CPU_PORT, DROP_PORT, List.of(), Map.of(), PSA_PORT);
    }

    public PipelineOptions withCpuPort(int port) {
        return new PipelineOptions(port, dropPort, externTypes, translations, portUri);
    }

    public PipelineOptions withDropPort(int port) {
        return new PipelineOptions(cpuPort, port, externTypes, translations, portUri);
    }

    public PipelineOptions withExterns(List<ExternType> types) {
        return new PipelineOptions(cpuPort, dropPort, types, translations, portUri);
    }

    /** These options with one more translation. */
    public PipelineOptions withTranslation(String uri, ValueTranslation translation) {
        Map<String, ValueTranslation> more = new HashMap<>(translations);
        more.put(uri, translation);
        return new PipelineOptions(cpuPort, dropPort, externTypes, more, portUri);
    }

    /** These options with another URI for ports; PSA's {@code p4.org/psa/v1/PortId_t} if none is given. */
    public PipelineOptions withPortUri(String uri) {
        return new PipelineOptions(cpuPort, dropPort, externTypes, translations, uri);
    }
}
