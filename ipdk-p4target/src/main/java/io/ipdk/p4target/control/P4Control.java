package io.ipdk.p4target.control;

import io.ipdk.p4target.P4Pipeline;
import io.ipdk.p4target.dataplane.InitialState;
import io.ipdk.p4target.dataplane.P4Dataplane;
import io.ipdk.p4target.program.Program;
import io.ipdk.p4target.runtime.ForwardingState;
import io.ipdk.p4target.table.EntryState;
import io.ipdk.p4target.table.MatchTable;
import io.ipdk.p4target.table.MeterCell;
import io.ipdk.p4target.table.TableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.p4.v1.DirectCounterEntry;
import org.p4.v1.DirectMeterEntry;
import org.p4.v1.Entity;
import org.p4.v1.Update;

/**
 * The control plane of a running pipeline: P4Runtime's updates and reads, by the ids of P4Info. Thread-safe: writes come
 * one after the other, reads see the state before or after a write, packets never wait.
 *
 * <p>This is the seam for a P4Runtime server. It knows nothing of streams, roles or election; every refusal is a
 * {@link RefusedException} with P4Runtime's code.
 */
public final class P4Control {
    private final P4Dataplane dataplane;
    private final Schemas schemas;
    private final Ports ports;
    private final TableControl tables;
    private final ProfileControl profiles;
    private final CellControl cells;
    private final ReplicationControl replication;
    private final ValueSetControl valueSets;
    private final DigestControl digests;
    private final ReentrantLock lock = new ReentrantLock();
    private ProfileUse[] uses;

    /** What happens to the rest of a batch when one of its updates is refused. */
    public enum Atomicity {
        /** The others are done. */
        CONTINUE_ON_ERROR,
        /** None is done. Packets see all or nothing, so this is also what DATAPLANE_ATOMIC asks for. */
        ALL_OR_NOTHING
    }

    /**
     * What became of an update. Immutable.
     *
     * @param code OK if it was done; ABORTED if it was undone for another's sake
     * @param message empty if it was done
     */
    public record Result(StatusCode code, String message) {
        /** It was done. */
        public static final Result DONE = new Result(StatusCode.OK, "");

        private static final Result UNDONE = new Result(StatusCode.ABORTED, "another update of the batch was refused");
    }

    public P4Control(P4Dataplane dataplane) {
        this.dataplane = dataplane;
        P4Pipeline pipeline = dataplane.pipeline();
        schemas = new Schemas(pipeline);
        ports = new Ports(
                pipeline.options(),
                pipeline.program().architecture() == Program.Architecture.PSA,
                pipeline.p4info().getTypeInfo());
        EntryActions actions = new EntryActions(schemas, ports);
        tables = new TableControl(schemas, actions, dataplane.idleTimeouts(), pipeline.actionNumbers());
        profiles = new ProfileControl(schemas, actions);
        cells = new CellControl(schemas, dataplane.environment());
        replication = new ReplicationControl(ports);
        valueSets = new ValueSetControl(
                schemas,
                pipeline.program().valueSets().stream()
                        .map(set -> MatchTable.empty(InitialState.valueSetLayout(pipeline.program(), set)))
                        .toList());
        digests = new DigestControl(schemas, dataplane.digests());
        uses = new ProfileUse[pipeline.program().profiles().size()];
        Arrays.fill(uses, ProfileUse.none());
    }

    public P4Dataplane dataplane() {
        return dataplane;
    }

    /**
     * Writes a batch. What was done is visible to every packet that comes after this returns, and to none before; a packet
     * sees all of the batch or nothing of it.
     *
     * @return what became of each update, in order
     */
    public List<Result> write(List<Update> updates, Atomicity atomicity) {
        lock.lock();
        try {
            Batch batch = new Batch(dataplane.state(), uses, dataplane.clock().nanoTime());
            List<Result> results = new ArrayList<>(updates.size());
            boolean refused = false;
            for (Update update : updates) {
                Result result = one(update, batch);
                refused |= result.code() != StatusCode.OK;
                results.add(result);
            }
            if (refused && atomicity == Atomicity.ALL_OR_NOTHING) {
                results.replaceAll(result -> result.code() == StatusCode.OK ? Result.UNDONE : result);
                return results;
            }
            uses = batch.uses;
            dataplane.publish(batch.state());
            batch.runEffects();
            return results;
        } finally {
            lock.unlock();
        }
    }

    private Result one(Update update, Batch batch) {
        try {
            apply(update.getType(), update.getEntity(), batch);
            return Result.DONE;
        } catch (RefusedException e) {
            return new Result(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private void apply(Update.Type type, Entity entity, Batch batch) {
        if (type != Update.Type.INSERT && type != Update.Type.MODIFY && type != Update.Type.DELETE) {
            throw RefusedException.invalid("the update's type is " + type);
        }
        switch (entity.getEntityCase()) {
            case TABLE_ENTRY -> tables.write(type, entity.getTableEntry(), batch);
            case ACTION_PROFILE_MEMBER -> profiles.write(type, entity.getActionProfileMember(), batch);
            case ACTION_PROFILE_GROUP -> profiles.write(type, entity.getActionProfileGroup(), batch);
            case COUNTER_ENTRY -> cells.write(type, entity.getCounterEntry(), batch);
            case METER_ENTRY -> cells.write(type, entity.getMeterEntry(), batch);
            case REGISTER_ENTRY -> cells.write(type, entity.getRegisterEntry(), batch);
            case DIRECT_COUNTER_ENTRY -> directCounter(type, entity.getDirectCounterEntry(), batch);
            case DIRECT_METER_ENTRY -> directMeter(type, entity.getDirectMeterEntry(), batch);
            case PACKET_REPLICATION_ENGINE_ENTRY ->
                replication.write(type, entity.getPacketReplicationEngineEntry(), batch);
            case VALUE_SET_ENTRY -> valueSets.write(type, entity.getValueSetEntry(), batch);
            case DIGEST_ENTRY -> digests.write(type, entity.getDigestEntry(), batch);
            case EXTERN_ENTRY -> throw new RefusedException(StatusCode.UNIMPLEMENTED, "externs have no entries here");
            default -> throw RefusedException.invalid("the update has no entity");
        }
    }

    private TableEntry entry(Update.Type type, org.p4.v1.TableEntry given, Batch batch, TableSchema table) {
        if (type != Update.Type.MODIFY) {
            throw RefusedException.invalid("a direct counter or meter can only be modified");
        }
        if (given.getIsDefaultAction()) {
            return batch.defaults[table.def.index()];
        }
        TableEntry entry =
                batch.tables[table.def.index()].find(table.key.read(given.getMatchList(), given.getPriority()));
        if (entry == null) {
            throw RefusedException.missing("table '" + table.name + "' has no entry with that match");
        }
        return entry;
    }

    private void directCounter(Update.Type type, DirectCounterEntry given, Batch batch) {
        TableSchema table = tables.schema(given.getTableEntry().getTableId());
        EntryState state = entry(type, given.getTableEntry(), batch, table).state;
        if (state == null || !table.def.counters()) {
            throw RefusedException.invalid("table '" + table.name + "' has no direct counter");
        }
        if (given.hasData()) {
            batch.afterwards(() -> DirectResources.set(table, state, given.getData()));
        }
    }

    private void directMeter(Update.Type type, DirectMeterEntry given, Batch batch) {
        TableSchema table = tables.schema(given.getTableEntry().getTableId());
        EntryState state = entry(type, given.getTableEntry(), batch, table).state;
        MeterCell meter = state == null ? null : state.meter();
        if (meter == null) {
            throw RefusedException.invalid("table '" + table.name + "' has no direct meter");
        }
        MeterCell.Rates rates =
                given.hasConfig() ? DirectResources.rates(given.getConfig(), table.meterType, table.name) : null;
        DirectResources.onlyZeros(given.getCounterData());
        batch.afterwards(() -> {
            meter.configure(rates, batch.now);
            if (given.hasCounterData()) {
                meter.clearCounters();
            }
        });
    }

    /**
     * Reads what a filter of P4Runtime selects, from one snapshot.
     *
     * @throws RefusedException if the filter names what is not there or makes no sense
     */
    public void read(Entity filter, Consumer<Entity> out) {
        snapshot().read(filter, out);
    }

    /** What is there now, to read one thing after the other; later writes do not change it, but for counters and the like. */
    public Snapshot snapshot() {
        return new Snapshot(dataplane.state());
    }

    /** The entities of one moment. Thread-safe. */
    public final class Snapshot {
        private final ForwardingState state;

        private Snapshot(ForwardingState state) {
            this.state = state;
        }

        /**
         * Reads what a filter of P4Runtime selects.
         *
         * @throws RefusedException if the filter names what is not there or makes no sense
         */
        public void read(Entity filter, Consumer<Entity> out) {
            EntityReader reader = new EntityReader(schemas, ports, dataplane.environment(), state, out);
            TableReader tableReader =
                    new TableReader(schemas, state, dataplane.clock().nanoTime());
            switch (filter.getEntityCase()) {
                case TABLE_ENTRY -> tableReader.tables(filter.getTableEntry(), out);
                case DIRECT_COUNTER_ENTRY -> tableReader.counters(filter.getDirectCounterEntry(), out);
                case DIRECT_METER_ENTRY -> tableReader.meters(filter.getDirectMeterEntry(), out);
                case COUNTER_ENTRY -> reader.counters(filter.getCounterEntry());
                case METER_ENTRY -> reader.meters(filter.getMeterEntry());
                case REGISTER_ENTRY -> reader.registers(filter.getRegisterEntry());
                case ACTION_PROFILE_MEMBER -> reader.members(filter.getActionProfileMember());
                case ACTION_PROFILE_GROUP -> reader.groups(filter.getActionProfileGroup());
                case PACKET_REPLICATION_ENGINE_ENTRY -> reader.replication(filter.getPacketReplicationEngineEntry());
                case VALUE_SET_ENTRY -> reader.valueSets(filter.getValueSetEntry());
                case DIGEST_ENTRY -> readDigests(reader, filter);
                case EXTERN_ENTRY ->
                    throw new RefusedException(StatusCode.UNIMPLEMENTED, "externs have no entries here");
                default -> throw RefusedException.invalid("the filter has no entity");
            }
        }
    }

    private void readDigests(EntityReader reader, Entity filter) {
        lock.lock();
        try {
            reader.digests(filter.getDigestEntry(), digests.entries());
        } finally {
            lock.unlock();
        }
    }

    /** Tells the pipeline that a port went up or down; watching members and backup replicas follow at once. */
    public void setPort(int port, boolean up) {
        lock.lock();
        try {
            Batch batch = new Batch(dataplane.state(), uses, dataplane.clock().nanoTime());
            batch.ports = batch.ports.with(port, up);
            dataplane.publish(batch.state());
        } finally {
            lock.unlock();
        }
    }

    /** Digest lists and idle notices as P4Runtime messages. */
    public NotificationCodec notifications() {
        return new NotificationCodec(schemas, dataplane.pipeline().program());
    }

    /** Packets from and to the controller, with their metadata. */
    public PacketCodec packets() {
        return new PacketCodec(schemas, dataplane.pipeline().program());
    }
}
