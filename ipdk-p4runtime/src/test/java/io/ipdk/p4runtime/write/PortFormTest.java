package io.ipdk.p4runtime.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.p4.v1.ActionProfileAction;
import org.p4.v1.ActionProfileActionSet;
import org.p4.v1.ActionProfileGroup;
import org.p4.v1.CloneSessionEntry;
import org.p4.v1.Entity;
import org.p4.v1.PacketReplicationEngineEntry;
import org.p4.v1.Replica;
import org.p4.v1.TableAction;
import org.p4.v1.TableEntry;
import org.p4.v1.Update;

@SuppressWarnings("deprecation") // What old targets read is what the specification has replaced.
class PortFormTest {
    private static final ByteString PORT = ByteString.copyFrom(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 3});

    private static Update update(Entity.Builder entity) {
        return Update.newBuilder().setEntity(entity).build();
    }

    private static Update clone(ByteString port) {
        return update(Entity.newBuilder()
                .setPacketReplicationEngineEntry(PacketReplicationEngineEntry.newBuilder()
                        .setCloneSessionEntry(CloneSessionEntry.newBuilder()
                                .addReplicas(Replica.newBuilder().setPort(port)))));
    }

    private static final Update GROUP = update(Entity.newBuilder()
            .setActionProfileGroup(ActionProfileGroup.newBuilder()
                    .addMembers(ActionProfileGroup.Member.newBuilder().setWatchPort(PORT))
                    .addMembers(ActionProfileGroup.Member.newBuilder().setMemberId(2))));

    private static final Update ONE_SHOT = update(Entity.newBuilder()
            .setTableEntry(TableEntry.newBuilder()
                    .setAction(TableAction.newBuilder()
                            .setActionProfileActionSet(ActionProfileActionSet.newBuilder()
                                    .addActionProfileActions(
                                            ActionProfileAction.newBuilder().setWatchPort(PORT))))));

    private static Replica replica(Update update) {
        return update.getEntity()
                .getPacketReplicationEngineEntry()
                .getCloneSessionEntry()
                .getReplicas(0);
    }

    @Test
    void portsOfReplicasBecomeNumbers() {
        Replica written = replica(new PortForm(false, () -> false).apply(clone(PORT)));

        assertThat(written.getPortKindCase()).isEqualTo(Replica.PortKindCase.EGRESS_PORT);
        assertThat(written.getEgressPort()).isEqualTo(0xffffff03);
    }

    @Test
    void watchedPortsBecomeNumbersWhereTheTargetIsOlderStill() {
        PortForm old = new PortForm(true, () -> false);

        assertThat(old.apply(GROUP).getEntity().getActionProfileGroup().getMembersList())
                .extracting(ActionProfileGroup.Member::getWatchKindCase)
                .containsExactly(
                        ActionProfileGroup.Member.WatchKindCase.WATCH,
                        ActionProfileGroup.Member.WatchKindCase.WATCHKIND_NOT_SET);
        assertThat(old.apply(ONE_SHOT)
                        .getEntity()
                        .getTableEntry()
                        .getAction()
                        .getActionProfileActionSet()
                        .getActionProfileActions(0)
                        .getWatch())
                .isEqualTo(0xffffff03);
        assertThat(new PortForm(false, () -> false).apply(GROUP)).isEqualTo(GROUP);
    }

    @Test
    void textsAndWhatDoesNotFitStayAsTheyAre() {
        Update wide = clone(ByteString.copyFromUtf8("Ethernet0"));

        assertThat(new PortForm(true, () -> false).apply(wide)).isEqualTo(wide);
        assertThat(new PortForm(true, () -> true).apply(clone(PORT))).isEqualTo(clone(PORT));
        assertThat(new PortForm(true, () -> true).apply(ONE_SHOT)).isEqualTo(ONE_SHOT);
    }
}
