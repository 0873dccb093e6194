package io.ipdk.p4runtime.channel;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.ipdk.error.InvalidSpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the two sides come to trust each other. All files are PEM; they are read when the client connects. Immutable.
 *
 * @param trusted certificates that may sign the target's; null = the JVM's own
 * @param certificate the client's chain, for mutual TLS; null = the client shows none
 * @param privateKey of the certificate, PKCS #8; null exactly if the certificate is
 * @param serverName the name that the target's certificate must be for; null = the one in the address
 */
public record TlsSpec(
        @Nullable Path trusted,
        @Nullable Path certificate,
        @Nullable Path privateKey,
        @Nullable String serverName) {

    public TlsSpec {
        if ((certificate == null) != (privateKey == null)) {
            throw new InvalidSpecException(
                    "tls", certificate == null ? "a key alone" : "a certificate alone", "both, or neither");
        }
    }

    /** TLS with the certificates that the JVM trusts. */
    public static TlsSpec system() {
        return new TlsSpec(null, null, null, null);
    }

    /** TLS with the given authorities, and no others. */
    public static TlsSpec trusting(Path authorities) {
        return new TlsSpec(Objects.requireNonNull(authorities, "authorities"), null, null, null);
    }

    /** Mutual TLS: the client shows this certificate. */
    public TlsSpec identity(Path chain, Path key) {
        return new TlsSpec(trusted, chain, key, serverName);
    }

    /** For a target whose address is not the name in its certificate. */
    public TlsSpec serverName(String name) {
        return new TlsSpec(trusted, certificate, privateKey, name);
    }

    ChannelCredentials credentials() {
        TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
        Path authorities = trusted;
        Path chain = certificate;
        Path key = privateKey;
        if (authorities != null) {
            read("tls.trusted", authorities, () -> builder.trustManager(authorities.toFile()));
        }
        if (chain != null && key != null) {
            read("tls.identity", chain, () -> builder.keyManager(chain.toFile(), key.toFile()));
        }
        return builder.build();
    }

    private static void read(String field, Path file, Reading reading) {
        if (!Files.isReadable(file)) {
            throw new InvalidSpecException(field, file, "a PEM file that can be read");
        }
        try {
            reading.run();
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidSpecException(field, file, "a PEM file", String.valueOf(e.getMessage()));
        }
    }

    private interface Reading {
        void run() throws IOException;
    }
}
