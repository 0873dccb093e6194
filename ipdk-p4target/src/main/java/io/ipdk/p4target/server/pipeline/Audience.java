package io.ipdk.p4target.server.pipeline;

import io.ipdk.p4target.device.ControllerListener;
import io.ipdk.p4target.server.arbitration.DeviceArbitration;
import io.ipdk.p4target.server.arbitration.RoleArbitration;
import io.ipdk.p4target.server.arbitration.RolePolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.p4.v1.DigestList;
import org.p4.v1.IdleTimeoutNotification;
import org.p4.v1.PacketIn;
import org.p4.v1.StreamMessageResponse;
import org.p4.v1.TableEntry;

/**
 * Whom notices are for: the primary of each role that may hear of them, never backups.
 *
 * <p>Thread-safe.
 */
public final class Audience implements ControllerListener {
    private final DeviceArbitration arbitration;
    private final LongSupplier epochNanos;

    /** @param epochNanos nanoseconds since the epoch, for timestamps */
    public Audience(DeviceArbitration arbitration, LongSupplier epochNanos) {
        this.arbitration = arbitration;
        this.epochNanos = epochNanos;
    }

    @Override
    public void packetIn(PacketIn packet) {
        send(
                StreamMessageResponse.newBuilder().setPacket(packet).build(),
                policy -> policy.admits(packet.getMetadataList()));
    }

    @Override
    public void digest(DigestList digests) {
        DigestList stamped =
                digests.toBuilder().setTimestamp(epochNanos.getAsLong()).build();
        send(
                StreamMessageResponse.newBuilder().setDigest(stamped).build(),
                policy -> policy.mayWrite(digests.getDigestId()));
    }

    @Override
    public void idle(IdleTimeoutNotification notice) {
        Map<Integer, IdleTimeoutNotification.Builder> byTable = new LinkedHashMap<>();
        for (TableEntry entry : notice.getTableEntryList()) {
            byTable.computeIfAbsent(
                            entry.getTableId(),
                            id -> IdleTimeoutNotification.newBuilder().setTimestamp(epochNanos.getAsLong()))
                    .addTableEntry(entry);
        }
        byTable.forEach((table, entries) -> send(
                StreamMessageResponse.newBuilder()
                        .setIdleTimeoutNotification(entries)
                        .build(),
                policy -> policy.mayWrite(table)));
    }

    private void send(StreamMessageResponse message, Predicate<RolePolicy> mayHear) {
        for (RoleArbitration role : arbitration.roles()) {
            if (mayHear.test(role.policy())) {
                role.primary().ifPresent(primary -> primary.send(message));
            }
        }
    }
}
