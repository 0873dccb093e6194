package io.ipdk.p4target.server.pipeline;

import io.ipdk.p4target.control.P4Control;
import io.ipdk.p4target.control.RefusedException;
import io.ipdk.p4target.control.StatusCode;
import io.ipdk.p4target.device.DeviceProgram;
import io.ipdk.p4target.server.status.RequestException;
import java.util.ArrayList;
import java.util.List;
import org.p4.config.v1.Table;
import org.p4.v1.ActionProfileGroup;
import org.p4.v1.ActionProfileMember;
import org.p4.v1.CounterData;
import org.p4.v1.CounterEntry;
import org.p4.v1.DigestEntry;
import org.p4.v1.Entity;
import org.p4.v1.MeterConfig;
import org.p4.v1.MeterEntry;
import org.p4.v1.PacketReplicationEngineEntry;
import org.p4.v1.RegisterEntry;
import org.p4.v1.TableEntry;
import org.p4.v1.Update;
import org.p4.v1.ValueSetEntry;

/** Carries the entities of one program over to another (RECONCILE_AND_COMMIT). Confined to one thread (the caller's). */
final class Reconciliation {
    private static final TableEntry WITH_RESOURCES = TableEntry.newBuilder()
            .setMeterConfig(MeterConfig.getDefaultInstance())
            .setCounterData(CounterData.getDefaultInstance())
            .build();

    private final DeviceProgram from;
    private final List<Update> updates = new ArrayList<>();

    private Reconciliation(DeviceProgram from) {
        this.from = from;
    }

    /**
     * Writes everything again.
     *
     * @throws RequestException INVALID_ARGUMENT if something does not fit the new program
     */
    static void carryOver(DeviceProgram from, DeviceProgram to) {
        Reconciliation reconciliation = new Reconciliation(from);
        reconciliation.collect(to);
        for (P4Control.Result result : to.control().write(reconciliation.updates, P4Control.Atomicity.ALL_OR_NOTHING)) {
            if (result.code() != StatusCode.OK && result.code() != StatusCode.ABORTED) {
                throw RequestException.invalid("the forwarding state cannot be kept: " + result.message());
            }
        }
    }

    private void collect(DeviceProgram to) {
        insertAll(Entity.newBuilder().setActionProfileMember(ActionProfileMember.getDefaultInstance()));
        insertAll(Entity.newBuilder().setActionProfileGroup(ActionProfileGroup.getDefaultInstance()));
        for (Entity entity : read(Entity.newBuilder().setTableEntry(WITH_RESOURCES))) {
            tableEntry(entity.getTableEntry());
        }
        for (Table table : from.p4info().getTablesList()) {
            if (table.getConstDefaultActionId() == 0 && table.getImplementationId() == 0) {
                defaultEntry(table.getPreamble().getId(), to);
            }
        }
        insertAll(
                Entity.newBuilder().setPacketReplicationEngineEntry(PacketReplicationEngineEntry.getDefaultInstance()));
        insertAll(Entity.newBuilder().setDigestEntry(DigestEntry.getDefaultInstance()));
        for (Entity entity : read(Entity.newBuilder().setValueSetEntry(ValueSetEntry.getDefaultInstance()))) {
            add(Update.Type.MODIFY, entity);
        }
        cells();
    }

    private void cells() {
        for (Entity entity : read(Entity.newBuilder().setMeterEntry(MeterEntry.getDefaultInstance()))) {
            if (entity.getMeterEntry().hasConfig()) {
                add(Update.Type.MODIFY, entity);
            }
        }
        for (Entity entity : read(Entity.newBuilder().setCounterEntry(CounterEntry.getDefaultInstance()))) {
            if (isNotZero(entity.getCounterEntry().getData())) {
                add(Update.Type.MODIFY, entity);
            }
        }
        for (Entity entity : read(Entity.newBuilder().setRegisterEntry(RegisterEntry.getDefaultInstance()))) {
            add(Update.Type.MODIFY, entity);
        }
    }

    private void tableEntry(TableEntry entry) {
        if (!entry.getIsConst()) {
            add(Update.Type.INSERT, Entity.newBuilder().setTableEntry(entry).build());
        } else if (entry.hasMeterConfig() || isNotZero(entry.getCounterData())) {
            TableEntry resources =
                    entry.toBuilder().clearIsConst().clearAction().build();
            add(Update.Type.MODIFY, Entity.newBuilder().setTableEntry(resources).build());
        }
    }

    /** A default entry that both programs make alike, or that nobody changed, needs no update. */
    private void defaultEntry(int tableId, DeviceProgram to) {
        Entity.Builder filter = Entity.newBuilder()
                .setTableEntry(WITH_RESOURCES.toBuilder().setTableId(tableId).setIsDefaultAction(true));
        List<Entity> there;
        try {
            there = read(to, filter);
        } catch (RefusedException e) {
            // The new program has no such table; only entries would be lost with it, and there are none.
            return;
        }
        for (Entity entity : read(filter)) {
            if (!there.contains(entity) && entity.getTableEntry().hasAction()) {
                add(Update.Type.MODIFY, entity);
            }
        }
    }

    private void insertAll(Entity.Builder filter) {
        for (Entity entity : read(filter)) {
            add(Update.Type.INSERT, entity);
        }
    }

    private void add(Update.Type type, Entity entity) {
        updates.add(Update.newBuilder().setType(type).setEntity(entity).build());
    }

    private List<Entity> read(Entity.Builder filter) {
        return read(from, filter);
    }

    private static List<Entity> read(DeviceProgram program, Entity.Builder filter) {
        List<Entity> found = new ArrayList<>();
        program.control().read(filter.build(), found::add);
        return found;
    }

    private static boolean isNotZero(CounterData data) {
        return !data.equals(CounterData.getDefaultInstance());
    }
}
