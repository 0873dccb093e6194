package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.constraint.P4Constraints;
import io.ipdk.p4runtime.entity.ActionProfileGroup;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.CloneSession;
import io.ipdk.p4runtime.entity.CounterEntry;
import io.ipdk.p4runtime.entity.DigestConfig;
import io.ipdk.p4runtime.entity.DirectCounterEntry;
import io.ipdk.p4runtime.entity.DirectMeterEntry;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.ExternEntry;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.MeterEntry;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.RegisterEntry;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.entity.ValueSet;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.TableInfo;
import org.p4.v1.Entity;
import org.p4.v1.Update;

/**
 * Entities by name into P4Runtime's messages and back, for one P4Info.
 *
 * <p>Encoding looks up names, checks widths, kinds, ranges, missing and duplicate parts, priorities and the program's own
 * constraints ({@code @entry_restriction}, {@code @action_restriction}), clears bits that are ignored, drops fields that match
 * anything, and writes the shortest byte strings. Decoding accepts byte strings of any length and gives full names and
 * canonical values. What breaks a rule raises {@link InvalidEntityException},
 * {@link io.ipdk.p4runtime.info.UnknownNameException} or
 * {@link io.ipdk.p4runtime.constraint.ConstraintViolationException}; nothing else is thrown.
 *
 * <p>Immutable.
 */
public final class EntityCodec {
    private static final int WRITE = 1;
    private static final int READ = 0;

    private final P4Info info;
    private final P4Constraints constraints;
    private final TableEntryCodec tables;
    private final DirectCodec directs;
    private final ProfileCodec profiles;
    private final ArrayCodec arrays;
    private final ReplicationCodec replication;
    private final ValueSetCodec valueSets;
    private final StateCodec states;

    private EntityCodec(P4Info info, P4Constraints constraints) {
        Ports ports = new Ports(info.textPorts());
        this.info = info;
        this.constraints = constraints;
        this.tables = new TableEntryCodec(info, ports);
        this.directs = new DirectCodec(info, tables);
        this.profiles = new ProfileCodec(info, ports);
        this.arrays = new ArrayCodec(info);
        this.replication = new ReplicationCodec(ports);
        this.valueSets = new ValueSetCodec(info);
        this.states = new StateCodec(info);
    }

    /**
     * A codec that also checks the program's constraints.
     *
     * @throws io.ipdk.p4runtime.constraint.ConstraintSyntaxException a constraint cannot be understood; use
     *     {@link #withoutConstraints} to leave them to the device
     */
    public static EntityCodec of(P4Info info) {
        return new EntityCodec(info, P4Constraints.of(info));
    }

    /** A codec that leaves the program's constraints to the device. */
    public static EntityCodec withoutConstraints(P4Info info) {
        return new EntityCodec(info, P4Constraints.none());
    }

    /** The P4Info that names and ids are taken from. */
    public P4Info info() {
        return info;
    }

    /** An entity as it is written. Which updates there are for it is not checked. */
    public Entity encode(P4Entity entity) {
        Entity message = encode(entity, WRITE);
        if (message.hasTableEntry()) {
            constraints.check(message.getTableEntry());
        } else if (message.hasActionProfileMember()) {
            constraints.check(message.getActionProfileMember().getAction());
        }
        return message;
    }

    /** An update: as {@link #encode(P4Entity)}, and what the kind of update asks for; a DELETE is cut to the key. */
    public Update encode(Update.Type type, P4Entity entity) {
        UpdateRules.known(type);
        Entity message;
        if (entity instanceof TableEntry entry) {
            TableInfo table = info.table(entry.table());
            UpdateRules.check(type, entry, table);
            org.p4.v1.TableEntry encoded =
                    type == Update.Type.DELETE ? tables.key(entry, table, true).build() : tables.encode(entry, table);
            if (type != Update.Type.DELETE) {
                constraints.check(encoded);
            }
            message = Entity.newBuilder().setTableEntry(encoded).build();
        } else {
            UpdateRules.check(type, entity);
            message = type == Update.Type.DELETE ? encode(entity.key(), WRITE) : encode(entity);
            if (type != Update.Type.DELETE && message.hasDigestEntry()) {
                message = StateCodec.withConfig(message);
            }
        }
        return Update.newBuilder().setType(type).setEntity(message).build();
    }

    /**
     * A filter of a read: names and numbers that are left out stand for all.
     *
     * @see P4Entity
     */
    public Entity encodeFilter(P4Entity entity) {
        return encode(entity, READ);
    }

    /** An entity that a device sent. */
    public P4Entity decode(Entity message) {
        return switch (message.getEntityCase()) {
            case TABLE_ENTRY -> tables.decode(message.getTableEntry());
            case DIRECT_COUNTER_ENTRY -> directs.decode(message.getDirectCounterEntry());
            case DIRECT_METER_ENTRY -> directs.decode(message.getDirectMeterEntry());
            case COUNTER_ENTRY -> arrays.decode(message.getCounterEntry());
            case METER_ENTRY -> arrays.decode(message.getMeterEntry());
            case REGISTER_ENTRY -> arrays.decode(message.getRegisterEntry());
            case ACTION_PROFILE_MEMBER -> profiles.decode(message.getActionProfileMember());
            case ACTION_PROFILE_GROUP -> profiles.decode(message.getActionProfileGroup());
            case PACKET_REPLICATION_ENGINE_ENTRY -> replication.decode(message.getPacketReplicationEngineEntry());
            case DIGEST_ENTRY -> states.decode(message.getDigestEntry());
            case VALUE_SET_ENTRY -> valueSets.decode(message.getValueSetEntry());
            case EXTERN_ENTRY -> states.decode(message.getExternEntry());
            case ENTITY_NOT_SET ->
                throw new InvalidEntityException(
                        EntityRule.MALFORMED, "entity", "kind", "not set", "one of P4Runtime's entities");
        };
    }

    /** A table entry that a device sent, such as those in an idle-timeout notice. */
    public TableEntry decode(org.p4.v1.TableEntry message) {
        return tables.decode(message);
    }

    /**
     * The entity as a device would tell it: full names, canonical values, ignored bits cleared, fields that match anything
     * dropped. Two entities that mean the same are equal after this.
     */
    public P4Entity normalize(P4Entity entity) {
        return decode(encode(entity, WRITE));
    }

    private Entity encode(P4Entity entity, int least) {
        boolean write = least == WRITE;
        Entity.Builder builder = Entity.newBuilder();
        if (entity instanceof TableEntry entry) {
            builder.setTableEntry(write ? tables.encode(entry, info.table(entry.table())) : tables.filter(entry));
        } else if (entity instanceof DirectCounterEntry entry) {
            builder.setDirectCounterEntry(directs.encode(entry, write));
        } else if (entity instanceof DirectMeterEntry entry) {
            builder.setDirectMeterEntry(directs.encode(entry, write));
        } else if (entity instanceof ActionProfileMember member) {
            builder.setActionProfileMember(profiles.encode(member, least));
        } else if (entity instanceof ActionProfileGroup group) {
            builder.setActionProfileGroup(profiles.encode(group, least));
        } else if (entity instanceof MulticastGroup group) {
            builder.setPacketReplicationEngineEntry(replication.encode(group, least));
        } else if (entity instanceof CloneSession session) {
            builder.setPacketReplicationEngineEntry(replication.encode(session, least));
        } else {
            encodeNamed(entity, write, builder);
        }
        return builder.build();
    }

    private void encodeNamed(P4Entity entity, boolean write, Entity.Builder builder) {
        if (entity instanceof CounterEntry entry) {
            builder.setCounterEntry(arrays.encode(named(entry, entry.counter(), "counter", write)));
        } else if (entity instanceof MeterEntry entry) {
            builder.setMeterEntry(arrays.encode(named(entry, entry.meter(), "meter", write)));
        } else if (entity instanceof RegisterEntry entry) {
            builder.setRegisterEntry(arrays.encode(named(entry, entry.register(), "register", write)));
        } else if (entity instanceof DigestConfig config) {
            builder.setDigestEntry(states.encode(named(config, config.digest(), "digest", write)));
        } else if (entity instanceof ValueSet set) {
            builder.setValueSetEntry(valueSets.encode(named(set, set.name(), "value set", write)));
        } else {
            ExternEntry entry = (ExternEntry) entity;
            builder.setExternEntry(states.encode(named(entry, entry.name(), "extern", write)));
        }
    }

    private static <T extends P4Entity> T named(T entity, String name, String kind, boolean write) {
        if (write && name.isEmpty()) {
            throw new InvalidEntityException(
                    EntityRule.MISSING, kind, "name", "not given", "the name of one", "only a read can mean all");
        }
        return entity;
    }
}
