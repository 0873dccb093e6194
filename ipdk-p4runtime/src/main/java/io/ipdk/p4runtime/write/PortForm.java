package io.ipdk.p4runtime.write;

import com.google.protobuf.ByteString;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.p4.v1.ActionProfileAction;
import org.p4.v1.ActionProfileGroup;
import org.p4.v1.Entity;
import org.p4.v1.PacketReplicationEngineEntry;
import org.p4.v1.Replica;
import org.p4.v1.Update;

/**
 * Writes ports as numbers for targets that do not know them as bytes: those of replicas before 1.4, watched ports before 1.3
 * (specification, "Changes in v1.4.0" and "Changes in v1.3.0"). Later targets read the numbers too. Ports that do not fit 32
 * bits stay as they are, and so do ports that are texts. Thread-safe.
 */
public final class PortForm implements UnaryOperator<Update> {
    private final boolean watched;
    private final BooleanSupplier textPorts;

    /**
     * @param watched whether watched ports are numbers too
     * @param textPorts whether ports are texts in the program in force
     */
    public PortForm(boolean watched, BooleanSupplier textPorts) {
        this.watched = watched;
        this.textPorts = textPorts;
    }

    @Override
    public Update apply(Update update) {
        Entity entity = update.getEntity();
        if (entity.hasPacketReplicationEngineEntry()) {
            return textPorts.getAsBoolean() ? update : replicas(update);
        }
        boolean watches = watched
                && (entity.hasActionProfileGroup()
                        || entity.getTableEntry().getAction().hasActionProfileActionSet());
        return watches && !textPorts.getAsBoolean() ? watches(update) : update;
    }

    private static Update replicas(Update update) {
        Update.Builder changed = update.toBuilder();
        PacketReplicationEngineEntry.Builder entry =
                changed.getEntityBuilder().getPacketReplicationEngineEntryBuilder();
        if (entry.hasMulticastGroupEntry()) {
            entry.getMulticastGroupEntryBuilder().getReplicasBuilderList().forEach(PortForm::toNumber);
        }
        if (entry.hasCloneSessionEntry()) {
            entry.getCloneSessionEntryBuilder().getReplicasBuilderList().forEach(PortForm::toNumber);
        }
        return changed.build();
    }

    private static Update watches(Update update) {
        Update.Builder changed = update.toBuilder();
        Entity.Builder entity = changed.getEntityBuilder();
        if (entity.hasActionProfileGroup()) {
            entity.getActionProfileGroupBuilder().getMembersBuilderList().forEach(PortForm::toNumber);
        } else {
            entity.getTableEntryBuilder()
                    .getActionBuilder()
                    .getActionProfileActionSetBuilder()
                    .getActionProfileActionsBuilderList()
                    .forEach(PortForm::toNumber);
        }
        return changed.build();
    }

    @SuppressWarnings("deprecation") // What those targets read is what the specification has replaced.
    private static void toNumber(Replica.Builder replica) {
        if (replica.hasPort() && fits(replica.getPort())) {
            replica.setEgressPort(number(replica.getPort()));
        }
    }

    @SuppressWarnings("deprecation") // What those targets read is what the specification has replaced.
    private static void toNumber(ActionProfileGroup.Member.Builder member) {
        if (member.hasWatchPort() && fits(member.getWatchPort())) {
            member.setWatch(number(member.getWatchPort()));
        }
    }

    @SuppressWarnings("deprecation") // What those targets read is what the specification has replaced.
    private static void toNumber(ActionProfileAction.Builder action) {
        if (action.hasWatchPort() && fits(action.getWatchPort())) {
            action.setWatch(number(action.getWatchPort()));
        }
    }

    private static boolean fits(ByteString port) {
        return !port.isEmpty() && port.size() <= Integer.BYTES;
    }

    private static int number(ByteString port) {
        int number = 0;
        for (byte part : port) {
            number = number << 8 | Byte.toUnsignedInt(part);
        }
        return number;
    }
}
