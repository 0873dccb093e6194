package io.ipdk.pipeline;

import java.util.Optional;

/**
 * Where controllers reach a pipeline over P4Runtime.
 *
 * <p>Immutable.
 *
 * @param deviceId the {@code device_id} of their requests
 * @param address {@code host:port} for gRPC, if it listens
 * @param inProcessName the name for gRPC channels of the same JVM, if there is one
 * @param tls whether the address speaks TLS
 * @param clientCertificates whether the address asks controllers for a certificate
 */
public record PipelineEndpoint(
        long deviceId,
        Optional<String> address,
        Optional<String> inProcessName,
        boolean tls,
        boolean clientCertificates) {

    /**
     * What a controller in this JVM connects to: {@code inprocess:name} where the pipeline is in the same JVM, else the
     * address.
     */
    public String target() {
        return inProcessName.map(name -> "inprocess:" + name).or(() -> address).orElse("");
    }
}
