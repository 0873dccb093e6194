package io.ipdk.p4runtime.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.p4.v1.Action;
import org.p4.v1.ActionProfileGroup;
import org.p4.v1.Entity;
import org.p4.v1.FieldMatch;
import org.p4.v1.TableAction;
import org.p4.v1.TableEntry;

class EntityKeyTest {
    private static FieldMatch exact(int id) {
        return FieldMatch.newBuilder()
                .setFieldId(id)
                .setExact(FieldMatch.Exact.newBuilder().setValue(ByteString.copyFrom(new byte[] {(byte) id})))
                .build();
    }

    private static Entity entry(TableEntry.Builder entry) {
        return Entity.newBuilder().setTableEntry(entry.setTableId(3)).build();
    }

    @Test
    void theOrderOfMatchFieldsDoesNotMatter() {
        assertThat(EntityKey.of(entry(TableEntry.newBuilder().addMatch(exact(2)).addMatch(exact(1)))))
                .isEqualTo(EntityKey.of(
                        entry(TableEntry.newBuilder().addMatch(exact(1)).addMatch(exact(2)))));
    }

    @Test
    void actionsAndMetadataAreNoPartOfTheKey() {
        Entity plain = entry(TableEntry.newBuilder().addMatch(exact(1)));
        Entity full = entry(TableEntry.newBuilder()
                .addMatch(exact(1))
                .setAction(
                        TableAction.newBuilder().setAction(Action.newBuilder().setActionId(5)))
                .setMetadata(ByteString.copyFromUtf8("mine"))
                .setIdleTimeoutNs(5));

        assertThat(EntityKey.of(full)).isEqualTo(EntityKey.of(plain));
    }

    @Test
    void priorityAndDefaultArePartOfTheKey() {
        Entity plain = entry(TableEntry.newBuilder());

        assertThat(EntityKey.of(entry(TableEntry.newBuilder().setPriority(1)))).isNotEqualTo(EntityKey.of(plain));
        assertThat(EntityKey.of(entry(TableEntry.newBuilder().setIsDefaultAction(true))))
                .isNotEqualTo(EntityKey.of(plain));
    }

    @Test
    void groupsAreKnownByProfileAndId() {
        Entity group = Entity.newBuilder()
                .setActionProfileGroup(ActionProfileGroup.newBuilder()
                        .setActionProfileId(1)
                        .setGroupId(2)
                        .setMaxSize(9))
                .build();

        assertThat(EntityKey.of(group).getActionProfileGroup().getMaxSize()).isZero();
        assertThat(EntityKey.of(group).getActionProfileGroup().getGroupId()).isEqualTo(2);
    }
}
