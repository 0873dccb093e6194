package io.ipdk.softipu.journal;

import io.ipdk.error.StorageException;
import io.ipdk.unit.MacAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Who this IPU is, for as long as its state directory lives; the source of the addresses it assigns.
 *
 * <p>Immutable.
 */
public final class IpuIdentity {

    private static final long LOCAL_UNICAST = 0x02_00_00_00_00_00L;
    private static final long GROUP_AND_LOCAL_BITS = 0x03_00_00_00_00_00L;

    private final UUID id;

    private IpuIdentity(UUID id) {
        this.id = id;
    }

    /** Reads the identity, or makes one at the first start. */
    public static IpuIdentity of(StateDirectory state) {
        Path file = state.path().resolve("identity");
        try {
            if (!Files.exists(file)) {
                DurableFiles.write(file, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
            }
            return new IpuIdentity(UUID.fromString(Files.readString(file).trim()));
        } catch (IOException | IllegalArgumentException e) {
            throw new StorageException(
                    "identity " + file + " cannot be read (" + e + ")",
                    "restore it, or delete it and accept new MAC addresses",
                    e);
        }
    }

    /** A locally administered unicast address that is the same whenever this IPU is asked for the same port name. */
    public MacAddress assignMac(String portName) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((id + "/" + portName).getBytes(StandardCharsets.UTF_8));
            long bits = ByteBuffer.wrap(hash).getLong() >>> 16;
            return new MacAddress((bits & ~GROUP_AND_LOCAL_BITS) | LOCAL_UNICAST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
