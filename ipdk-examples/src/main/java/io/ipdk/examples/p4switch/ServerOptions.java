package io.ipdk.examples.p4switch;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4target.server.P4RuntimeServerSpec;
import io.ipdk.p4target.server.TlsFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where P4Runtime is served, and how it is kept safe. Confined to one thread. */
final class ServerOptions {
    @Option(
            names = "--grpc-server-addr",
            paramLabel = "HOST:PORT",
            description = "where P4Runtime is served (${DEFAULT-VALUE}); port 0 takes a free one")
    private String address = "0.0.0.0:" + P4RuntimeServerSpec.IANA_PORT;

    @Option(names = "--grpc-server-ssl", description = "speak TLS; needs a certificate and its key")
    private boolean tls;

    @Option(names = "--grpc-server-cert", paramLabel = "PEM", description = "the server's certificate chain")
    private @Nullable Path certificate;

    @Option(names = "--grpc-server-key", paramLabel = "PEM", description = "the key of the certificate, PKCS #8")
    private @Nullable Path key;

    @Option(names = "--grpc-server-cacert", paramLabel = "PEM", description = "authorities of clients' certificates")
    private @Nullable Path authorities;

    @Option(names = "--grpc-server-with-client-auth", description = "ask clients for a certificate")
    private boolean clientCertificates;

    @Option(
            names = "--bmv2-habits",
            description =
                    "follow bmv2 where controllers may depend on it: device 0, INVALID_ARGUMENT for values that do"
                            + " not fit, packet-outs without all metadata")
    private boolean bmv2Habits;

    void fill(P4RuntimeServerSpec.Builder spec, long deviceId) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon);
        spec.listen(host.isEmpty() ? "0.0.0.0" : unbracketed(host), port(address.substring(colon + 1)));
        spec.bmv2Habits(bmv2Habits || deviceId == 0);
        if (tls) {
            spec.tls(files());
        } else if (certificate != null || key != null || authorities != null || clientCertificates) {
            throw new InvalidSpecException(
                    "--grpc-server-ssl", "missing", "with the other --grpc-server options for TLS it must be there");
        }
    }

    private TlsFiles files() {
        Path chain = require("--grpc-server-cert", certificate);
        Path own = require("--grpc-server-key", key);
        return clientCertificates
                ? TlsFiles.mutual(chain, own, require("--grpc-server-cacert", authorities))
                : TlsFiles.server(chain, own);
    }

    private static Path require(String option, @Nullable Path file) {
        if (file == null) {
            throw new InvalidSpecException(option, "missing", "a PEM file");
        }
        return file;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidSpecException("--grpc-server-addr", address, "HOST:PORT, such as 0.0.0.0:9559");
        }
    }
}
