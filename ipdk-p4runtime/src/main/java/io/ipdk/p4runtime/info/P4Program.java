package io.ipdk.p4runtime.info;

import com.google.protobuf.ByteString;
import io.ipdk.error.InvalidSpecException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import org.p4.v1.ForwardingPipelineConfig;

/**
 * A compiled P4 program: its P4Info, the configuration that the device loads, and a cookie made of both.
 *
 * <p>The device configuration is opaque here: bmv2's JSON, or whatever the target's compiler made.
 *
 * <p>Immutable.
 */
public final class P4Program {
    private final P4Info info;
    private final ByteString deviceConfig;
    private final long cookie;

    private P4Program(P4Info info, ByteString deviceConfig) {
        this.info = info;
        this.deviceConfig = deviceConfig;
        this.cookie = cookie(info.canonicalBytes(), deviceConfig);
    }

    /** A program of parts that were read already. */
    public static P4Program of(P4Info info, ByteString deviceConfig) {
        return new P4Program(info, deviceConfig);
    }

    /** A program of parts that were read already. */
    public static P4Program of(P4Info info, byte[] deviceConfig) {
        return of(info, ByteString.copyFrom(deviceConfig));
    }

    /**
     * Reads the two files that a P4 compiler wrote.
     *
     * @param info the P4Info, in protobuf's text or binary form
     * @param deviceConfig what the device loads
     * @throws InvalidP4InfoException if the P4Info cannot be read, or contradicts itself
     * @throws InvalidSpecException if the device configuration cannot be read
     */
    public static P4Program load(Path info, Path deviceConfig) {
        P4Info read = P4Info.load(info);
        try {
            return of(read, Files.readAllBytes(deviceConfig));
        } catch (IOException e) {
            throw new InvalidSpecException("deviceConfig", deviceConfig, "a file that can be read", e.toString());
        }
    }

    /** Names, types and ids. */
    public P4Info info() {
        return info;
    }

    /** What the device loads. */
    public ByteString deviceConfig() {
        return deviceConfig;
    }

    /** The first 64 bits of a SHA-256 over both parts: equal for equal content, on every machine, never 0. */
    public long cookie() {
        return cookie;
    }

    /** Both parts and the cookie, as on the wire. */
    public ForwardingPipelineConfig toProto() {
        return ForwardingPipelineConfig.newBuilder()
                .setP4Info(info.proto())
                .setP4DeviceConfig(deviceConfig)
                .setCookie(ForwardingPipelineConfig.Cookie.newBuilder().setCookie(cookie))
                .build();
    }

    private static long cookie(ByteString info, ByteString config) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(info.size()).flip());
            digest.update(info.asReadOnlyByteBuffer());
            digest.update(config.asReadOnlyByteBuffer());
            long cookie = ByteBuffer.wrap(digest.digest()).getLong();
            return cookie == 0 ? 1 : cookie;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof P4Program that && info.equals(that.info) && deviceConfig.equals(that.deviceConfig);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(cookie);
    }

    @Override
    public String toString() {
        return info + ", " + deviceConfig.size() + " bytes of device configuration, cookie 0x"
                + Long.toHexString(cookie);
    }
}
