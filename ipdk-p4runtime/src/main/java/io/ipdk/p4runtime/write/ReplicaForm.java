package io.ipdk.p4runtime.write;

import com.google.protobuf.ByteString;
import java.util.function.UnaryOperator;
import org.p4.v1.PacketReplicationEngineEntry;
import org.p4.v1.Replica;
import org.p4.v1.Update;

/**
 * Writes the ports of replicas as numbers, for targets older than 1.4, which do not know ports as bytes (specification 1.4,
 * "PacketReplicationEngineEntry"). Ports that do not fit 32 bits stay as they are. Thread-safe.
 */
public final class ReplicaForm implements UnaryOperator<Update> {
    @Override
    public Update apply(Update update) {
        if (!update.getEntity().hasPacketReplicationEngineEntry()) {
            return update;
        }
        Update.Builder changed = update.toBuilder();
        PacketReplicationEngineEntry.Builder entry =
                changed.getEntityBuilder().getPacketReplicationEngineEntryBuilder();
        if (entry.hasMulticastGroupEntry()) {
            entry.getMulticastGroupEntryBuilder().getReplicasBuilderList().forEach(ReplicaForm::toNumber);
        }
        if (entry.hasCloneSessionEntry()) {
            entry.getCloneSessionEntryBuilder().getReplicasBuilderList().forEach(ReplicaForm::toNumber);
        }
        return changed.build();
    }

    @SuppressWarnings("deprecation") // What those targets read is what the specification has replaced.
    private static void toNumber(Replica.Builder replica) {
        ByteString port = replica.getPort();
        if (!replica.hasPort() || port.size() > Integer.BYTES) {
            return;
        }
        int number = 0;
        for (byte part : port) {
            number = number << 8 | Byte.toUnsignedInt(part);
        }
        replica.setEgressPort(number);
    }
}
