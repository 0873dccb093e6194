package io.ipdk.p4target.server;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What TLS needs, as PEM files.
 *
 * <p>Immutable.
 *
 * @param certificateChain the server's certificate and those that vouch for it
 * @param privateKey the key of the certificate, PKCS #8, not encrypted
 * @param clientAuthorities if there, clients must show a certificate that one of these signed
 */
public record TlsFiles(Path certificateChain, Path privateKey, Optional<Path> clientAuthorities) {
    public TlsFiles {
        Objects.requireNonNull(certificateChain, "certificateChain");
        Objects.requireNonNull(privateKey, "privateKey");
        Objects.requireNonNull(clientAuthorities, "clientAuthorities");
    }

    /** TLS that asks clients for nothing. */
    public static TlsFiles server(Path certificateChain, Path privateKey) {
        return new TlsFiles(certificateChain, privateKey, Optional.empty());
    }

    /** TLS that asks clients for a certificate, too. */
    public static TlsFiles mutual(Path certificateChain, Path privateKey, Path clientAuthorities) {
        return new TlsFiles(certificateChain, privateKey, Optional.of(clientAuthorities));
    }
}
