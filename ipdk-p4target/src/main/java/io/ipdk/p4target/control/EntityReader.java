package io.ipdk.p4target.control;

import io.ipdk.p4target.runtime.Environment;
import io.ipdk.p4target.runtime.ForwardingState;
import io.ipdk.p4target.runtime.ReplicaList;
import io.ipdk.p4target.table.ActionCall;
import io.ipdk.p4target.table.MatchTable;
import io.ipdk.p4target.table.PackedMap;
import io.ipdk.p4target.table.SelectorSet;
import java.util.Map;
import java.util.function.Consumer;
import org.p4.v1.ActionProfileGroup;
import org.p4.v1.ActionProfileMember;
import org.p4.v1.CloneSessionEntry;
import org.p4.v1.CounterEntry;
import org.p4.v1.DigestEntry;
import org.p4.v1.Entity;
import org.p4.v1.Index;
import org.p4.v1.MeterConfig;
import org.p4.v1.MeterEntry;
import org.p4.v1.MulticastGroupEntry;
import org.p4.v1.PacketReplicationEngineEntry;
import org.p4.v1.RegisterEntry;
import org.p4.v1.ValueSetEntry;
import org.p4.v1.ValueSetMember;

/** Reads everything but table entries: P4Runtime 1.5, "Read RPC". Thread-safe: it reads one snapshot. */
final class EntityReader {
    private final Schemas schemas;
    private final Ports ports;
    private final Environment environment;
    private final ForwardingState state;
    private final Consumer<Entity> out;

    EntityReader(Schemas schemas, Ports ports, Environment environment, ForwardingState state, Consumer<Entity> out) {
        this.schemas = schemas;
        this.ports = ports;
        this.environment = environment;
        this.state = state;
        this.out = out;
    }

    private static void each(
            Map<Integer, Integer> places, int id, String kind, java.util.function.BiConsumer<Integer, Integer> reader) {
        if (id == 0) {
            places.forEach(reader);
        } else {
            reader.accept(id, CellControl.place(places, id, kind));
        }
    }

    void counters(CounterEntry filter) {
        each(schemas.counters, filter.getCounterId(), "counter", (id, place) -> {
            var array = environment.counter(place);
            var cells = CellControl.Cells.of(filter.hasIndex(), filter.getIndex(), array.size());
            for (int i = cells.from(); i < cells.to(); i++) {
                out.accept(Entity.newBuilder()
                        .setCounterEntry(CounterEntry.newBuilder()
                                .setCounterId(id)
                                .setIndex(Index.newBuilder().setIndex(i))
                                .setData(DirectResources.counter(array.packets(i), array.bytes(i))))
                        .build());
            }
        });
    }

    void meters(MeterEntry filter) {
        each(schemas.meters, filter.getMeterId(), "meter", (id, place) -> {
            var array = environment.meter(place);
            var cells = CellControl.Cells.of(filter.hasIndex(), filter.getIndex(), array.size());
            for (int i = cells.from(); i < cells.to(); i++) {
                MeterEntry.Builder entry = MeterEntry.newBuilder()
                        .setMeterId(id)
                        .setIndex(Index.newBuilder().setIndex(i));
                MeterConfig config = DirectResources.config(array.cell(i));
                if (config != null) {
                    entry.setConfig(config);
                }
                if (filter.hasCounterData()) {
                    entry.setCounterData(DirectResources.colours(array.cell(i)));
                }
                out.accept(Entity.newBuilder().setMeterEntry(entry).build());
            }
        });
    }

    void registers(RegisterEntry filter) {
        each(schemas.registers, filter.getRegisterId(), "register", (id, place) -> {
            var array = environment.register(place);
            RegisterType type = schemas.registerTypes.getOrDefault(id, RegisterType.bits(array.width()));
            var cells = CellControl.Cells.of(filter.hasIndex(), filter.getIndex(), array.size());
            for (int i = cells.from(); i < cells.to(); i++) {
                out.accept(Entity.newBuilder()
                        .setRegisterEntry(RegisterEntry.newBuilder()
                                .setRegisterId(id)
                                .setIndex(Index.newBuilder().setIndex(i))
                                .setData(CellControl.data(array, i, type)))
                        .build());
            }
        });
    }

    void members(ActionProfileMember filter) {
        for (Schemas.ProfileSchema schema : schemas.profiles.values()) {
            int id = schema.info().getPreamble().getId();
            if (filter.getActionProfileId() == 0 || filter.getActionProfileId() == id) {
                PackedMap<ActionCall> members = state.profiles()[schema.index()].members();
                if (filter.getMemberId() != 0) {
                    ActionCall member = members.get(filter.getMemberId());
                    if (member != null) {
                        member(id, member);
                    }
                } else {
                    members.forEach(member -> member(id, member));
                }
            }
        }
    }

    private void member(int profile, ActionCall call) {
        ActionProfileMember.Builder member = ActionProfileMember.newBuilder().setActionProfileId(profile);
        if (call instanceof ProfileControl.Member numbered) {
            member.setMemberId(numbered.id);
        }
        ActionSchema action = schemas.actionsByNumber.get(call.action);
        if (action != null) {
            member.setAction(action.write(call));
        }
        out.accept(Entity.newBuilder().setActionProfileMember(member).build());
    }

    void groups(ActionProfileGroup filter) {
        for (Schemas.ProfileSchema schema : schemas.profiles.values()) {
            int id = schema.info().getPreamble().getId();
            if (filter.getActionProfileId() == 0 || filter.getActionProfileId() == id) {
                PackedMap<SelectorSet> groups = state.profiles()[schema.index()].groups();
                if (filter.getGroupId() != 0) {
                    SelectorSet group = groups.get(filter.getGroupId());
                    if (group != null) {
                        group(id, group);
                    }
                } else {
                    groups.forEach(group -> group(id, group));
                }
            }
        }
    }

    private void group(int profile, SelectorSet set) {
        ActionProfileGroup.Builder group = ActionProfileGroup.newBuilder()
                .setActionProfileId(profile)
                .setGroupId(set.group())
                .setMaxSize(set.maxSize());
        for (SelectorSet.Choice choice : set.choices()) {
            ActionProfileGroup.Member.Builder member =
                    group.addMembersBuilder().setMemberId(choice.member()).setWeight(choice.weight());
            if (choice.watchPort() >= 0) {
                member.setWatchPort(ports.write(choice.watchPort()));
            }
        }
        out.accept(Entity.newBuilder().setActionProfileGroup(group).build());
    }

    void replication(PacketReplicationEngineEntry filter) {
        switch (filter.getTypeCase()) {
            case MULTICAST_GROUP_ENTRY ->
                replicas(state.multicast(), filter.getMulticastGroupEntry().getMulticastGroupId());
            case CLONE_SESSION_ENTRY ->
                replicas(state.clones(), filter.getCloneSessionEntry().getSessionId());
            default -> {
                replicas(state.multicast(), 0);
                replicas(state.clones(), 0);
            }
        }
    }

    private void replicas(PackedMap<ReplicaList> lists, int id) {
        if (id == 0) {
            lists.forEach(this::replicas);
            return;
        }
        ReplicaList list = lists.get(Integer.toUnsignedLong(id));
        if (list != null) {
            replicas(list);
        }
    }

    private void replicas(ReplicaList list) {
        PacketReplicationEngineEntry.Builder entry = PacketReplicationEngineEntry.newBuilder();
        if (list.origin() instanceof MulticastGroupEntry group) {
            entry.setMulticastGroupEntry(group);
        } else if (list.origin() instanceof CloneSessionEntry session) {
            entry.setCloneSessionEntry(session);
        }
        out.accept(Entity.newBuilder().setPacketReplicationEngineEntry(entry).build());
    }

    void valueSets(ValueSetEntry filter) {
        for (Schemas.ValueSetSchema schema : schemas.valueSets.values()) {
            int id = schema.info().getPreamble().getId();
            if (filter.getValueSetId() == 0 || filter.getValueSetId() == id) {
                ValueSetEntry.Builder entry = ValueSetEntry.newBuilder().setValueSetId(id);
                MatchTable members = state.valueSets()[schema.index()];
                members.forEach(member -> entry.addMembers(
                        ValueSetMember.newBuilder().addAllMatch(schema.key().write(member))));
                out.accept(Entity.newBuilder().setValueSetEntry(entry).build());
            }
        }
    }

    void digests(DigestEntry filter, Map<Integer, DigestEntry> entries) {
        entries.forEach((id, entry) -> {
            if (filter.getDigestId() == 0 || filter.getDigestId() == id) {
                out.accept(Entity.newBuilder().setDigestEntry(entry).build());
            }
        });
    }
}
