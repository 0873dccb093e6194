package io.ipdk.p4runtime.channel;

import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.ipdk.error.InvalidSpecException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Makes gRPC channels. Thread-safe. */
public final class Channels {
    private static final String IN_PROCESS = "inprocess:";

    private Channels() {}

    /** A channel that connects when it is first used; whoever asked for it shuts it down. */
    public static ManagedChannel open(ChannelSpec spec) {
        ManagedChannelBuilder<?> builder = builder(spec)
                .maxInboundMessageSize(spec.maxMessageBytes())
                .maxInboundMetadataSize(spec.maxMetadataBytes())
                .intercept(outermostLast(spec));
        if (!spec.keepAlive().isZero() && !isInProcess(spec)) {
            builder.keepAliveTime(spec.keepAlive().toMillis(), TimeUnit.MILLISECONDS);
        }
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new InvalidSpecException(
                    "target",
                    spec.target(),
                    "host:port, unix:///path or inprocess:name",
                    String.valueOf(e.getMessage()));
        }
    }

    /** Whether the target is in this process. */
    public static boolean isInProcess(ChannelSpec spec) {
        return spec.target().toLowerCase(Locale.ROOT).startsWith(IN_PROCESS);
    }

    private static ManagedChannelBuilder<?> builder(ChannelSpec spec) {
        String target = spec.target();
        if (isInProcess(spec)) {
            if (spec.tls() != null) {
                throw new InvalidSpecException("tls", "set", "no TLS inside of one process");
            }
            return InProcessChannelBuilder.forName(target.substring(IN_PROCESS.length()));
        }
        TlsSpec tls = spec.tls();
        ChannelCredentials credentials = tls == null ? InsecureChannelCredentials.create() : tls.credentials();
        ManagedChannelBuilder<?> builder;
        try {
            builder = Grpc.newChannelBuilder(target, credentials);
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            throw tls == null
                    ? new InvalidSpecException("target", target, "host:port, unix:///path or inprocess:name", reason)
                    : new InvalidSpecException(
                            "tls", tls, "certificates and a PKCS #8 key in PEM, and an address", reason);
        }
        String name = tls == null ? null : tls.serverName();
        if (name != null) {
            builder.overrideAuthority(name);
        }
        return builder;
    }

    /** gRPC runs the interceptor that was added last first. */
    private static List<ClientInterceptor> outermostLast(ChannelSpec spec) {
        List<ClientInterceptor> reversed = new ArrayList<>(spec.interceptors());
        Collections.reverse(reversed);
        return reversed;
    }
}
