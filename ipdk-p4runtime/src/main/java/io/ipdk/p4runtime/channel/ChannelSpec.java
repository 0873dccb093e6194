package io.ipdk.p4runtime.channel;

import io.grpc.CallCredentials;
import io.grpc.ClientInterceptor;
import io.ipdk.error.InvalidSpecException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a target is reached. Immutable; change it with the methods that return another one.
 *
 * @param target {@code host:port}, {@code dns:///host:port}, {@code unix:///path} or {@code inprocess:name}
 * @param tls null = plain text
 * @param credentials sent with each call; null = none
 * @param interceptors around every call, the first one outermost
 * @param maxMessageBytes largest message that is accepted; gRPC's own limit of 4 MiB does not hold a wildcard read
 * @param maxMetadataBytes most headers that are accepted; gRPC's own 8 KiB do not hold the errors of a batch
 * @param keepAlive how long the connection may be silent before it is probed, which finds a peer that went away without a
 *     word; what is sent meanwhile and not acknowledged within 20 s ends the connection too. Zero = neither. gRPC's servers end
 *     connections that are probed more often than they permit, by default every 5 minutes; below that, ask the target's owner
 */
public record ChannelSpec(
        String target,
        @Nullable TlsSpec tls,
        @Nullable CallCredentials credentials,
        List<ClientInterceptor> interceptors,
        int maxMessageBytes,
        int maxMetadataBytes,
        Duration keepAlive) {

    private static final int MEBI = 1 << 20;
    /** More than the 5 minutes that servers permit, as what is 5 minutes here may be less over there. */
    private static final Duration SILENCE = Duration.ofMinutes(6);

    public ChannelSpec {
        if (target.isBlank()) {
            throw new InvalidSpecException("target", "'" + target + "'", "host:port, unix:///path or inprocess:name");
        }
        if (maxMessageBytes < 1) {
            throw new InvalidSpecException("maxMessageBytes", maxMessageBytes, "1 or more");
        }
        if (maxMetadataBytes < 1) {
            throw new InvalidSpecException("maxMetadataBytes", maxMetadataBytes, "1 or more");
        }
        if (keepAlive.isNegative()) {
            throw new InvalidSpecException("keepAlive", keepAlive, "zero or more");
        }
        interceptors = List.copyOf(interceptors);
    }

    /** Plain text, messages up to 256 MiB, metadata up to 16 MiB, a probe after 6 minutes of silence. */
    public static ChannelSpec to(String target) {
        return new ChannelSpec(
                Objects.requireNonNull(target, "target"), null, null, List.of(), 256 * MEBI, 16 * MEBI, SILENCE);
    }

    public ChannelSpec tls(TlsSpec spec) {
        return new ChannelSpec(target, spec, credentials, interceptors, maxMessageBytes, maxMetadataBytes, keepAlive);
    }

    public ChannelSpec credentials(CallCredentials perCall) {
        return new ChannelSpec(target, tls, perCall, interceptors, maxMessageBytes, maxMetadataBytes, keepAlive);
    }

    /** Sends a token with each call, and asks for it each time; it appears in no log and no text. */
    public ChannelSpec bearerToken(Supplier<String> token) {
        return credentials(new BearerToken(token));
    }

    /** One more interceptor, inside those given before. */
    public ChannelSpec intercept(ClientInterceptor interceptor) {
        List<ClientInterceptor> all = new ArrayList<>(interceptors);
        all.add(interceptor);
        return new ChannelSpec(target, tls, credentials, all, maxMessageBytes, maxMetadataBytes, keepAlive);
    }

    public ChannelSpec maxMessageBytes(int bytes) {
        return new ChannelSpec(target, tls, credentials, interceptors, bytes, maxMetadataBytes, keepAlive);
    }

    public ChannelSpec maxMetadataBytes(int bytes) {
        return new ChannelSpec(target, tls, credentials, interceptors, maxMessageBytes, bytes, keepAlive);
    }

    public ChannelSpec keepAlive(Duration silence) {
        return new ChannelSpec(target, tls, credentials, interceptors, maxMessageBytes, maxMetadataBytes, silence);
    }

    /** The address and whether it is protected; never a secret. */
    @Override
    public String toString() {
        return target + (tls == null ? "" : " with TLS");
    }
}
