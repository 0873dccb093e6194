package io.ipdk.examples.p4;

import io.ipdk.p4runtime.P4RuntimeClient;
import io.ipdk.p4runtime.P4RuntimeSpec;
import io.ipdk.p4runtime.channel.TlsSpec;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the target is and who we are to it. Confined to one thread (the command's). */
final class ConnectionOptions {
    @Option(
            names = {"-t", "--target"},
            paramLabel = "HOST:PORT",
            description = "the target, also unix:///path or inprocess:name (${DEFAULT-VALUE})")
    private String target = "127.0.0.1:9559";

    @Option(names = "--device", paramLabel = "ID", description = "the device id (${DEFAULT-VALUE})")
    private long deviceId = 1;

    @Option(names = "--election-id", paramLabel = "ID", description = "rank among the controllers (${DEFAULT-VALUE})")
    private long electionId = 1;

    @Option(names = "--read-only", description = "ask for no primacy: read and watch only")
    private boolean readOnly;

    @Option(names = "--role", paramLabel = "NAME", description = "the role; none unless given")
    private String role = "";

    @Option(names = "--tls", paramLabel = "CA.PEM", description = "use TLS, trusting these authorities")
    private @Nullable Path authorities;

    @Option(names = "--certificate", paramLabel = "CHAIN.PEM", description = "our certificates, with --key")
    private @Nullable Path chain;

    @Option(names = "--key", paramLabel = "KEY.PEM", description = "our private key, with --certificate")
    private @Nullable Path key;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "how long a call may take (${DEFAULT-VALUE})")
    private long timeout = 30;

    P4RuntimeClient connect() {
        return P4RuntimeClient.connect(P4RuntimeSpec.of(target, this::fill));
    }

    private void fill(P4RuntimeSpec.Builder spec) {
        spec.deviceId(deviceId).deadline(Duration.ofSeconds(timeout));
        if (!readOnly) {
            spec.electionId(electionId);
        }
        if (!role.isEmpty()) {
            spec.role(role);
        }
        Path trusted = authorities;
        if (trusted != null) {
            TlsSpec tls = TlsSpec.trusting(trusted);
            Path ownChain = chain;
            Path ownKey = key;
            spec.tls(ownChain != null && ownKey != null ? tls.identity(ownChain, ownKey) : tls);
        }
    }

    @Override
    public String toString() {
        return target + " device " + deviceId;
    }
}
