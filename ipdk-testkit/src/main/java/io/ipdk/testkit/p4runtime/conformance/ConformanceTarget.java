package io.ipdk.testkit.p4runtime.conformance;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The server under test.
 *
 * <p>Immutable.
 *
 * @param channel a new channel to the server; the suite closes it
 * @param deviceId the device that the suite may do anything to
 * @param patience how long to wait for what must come
 * @param quiet how long to listen for what must not come
 */
public record ConformanceTarget(Supplier<ManagedChannel> channel, long deviceId, Duration patience, Duration quiet) {
    private static final int METADATA = 1 << 20;
    private static final int MESSAGE = 64 << 20;

    /** A server without TLS at {@code host:port}. */
    public static ConformanceTarget at(String address, long deviceId) {
        return of(
                () -> ManagedChannelBuilder.forTarget(address)
                        .usePlaintext()
                        .maxInboundMetadataSize(METADATA)
                        .maxInboundMessageSize(MESSAGE)
                        .build(),
                deviceId);
    }

    /** A server behind any channel. */
    public static ConformanceTarget of(Supplier<ManagedChannel> channel, long deviceId) {
        return new ConformanceTarget(channel, deviceId, Duration.ofSeconds(10), Duration.ofMillis(150));
    }
}
