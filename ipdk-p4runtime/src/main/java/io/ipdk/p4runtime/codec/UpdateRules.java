package io.ipdk.p4runtime.codec;

import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.CounterEntry;
import io.ipdk.p4runtime.entity.DirectCounterEntry;
import io.ipdk.p4runtime.entity.DirectMeterEntry;
import io.ipdk.p4runtime.entity.EntityRule;
import io.ipdk.p4runtime.entity.InvalidEntityException;
import io.ipdk.p4runtime.entity.MeterCounterData;
import io.ipdk.p4runtime.entity.MeterEntry;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.RegisterEntry;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.entity.ValueSet;
import io.ipdk.p4runtime.info.TableInfo;
import org.jspecify.annotations.Nullable;
import org.p4.v1.Update;

/** Which updates there are for which entity, and what each must say ("P4 Entity Messages"). */
final class UpdateRules {
    private UpdateRules() {}

    static void check(Update.Type type, TableEntry entry, TableInfo table) {
        String label = table.toString();
        if (entry.isDefault()) {
            onlyModify(type, entry.key());
            if (table.proto().getConstDefaultActionId() != 0) {
                throw constant(label, "default entry", "what the program says");
            }
        } else if (table.constant()) {
            if (type != Update.Type.MODIFY) {
                throw constant(label, type + " of an entry", "MODIFY of direct resources or of the default entry");
            }
            if (entry.action() != null) {
                throw constant(label, "action", "none: entries are fixed by the program");
            }
        }
        if (type == Update.Type.DELETE) {
            return;
        }
        if (type == Update.Type.INSERT && table.fields().isEmpty()) {
            throw new InvalidEntityException(
                    EntityRule.WRONG_UPDATE,
                    label,
                    "update",
                    type,
                    "MODIFY of the default entry: the table has no key");
        }
        if (type == Update.Type.INSERT && entry.action() == null) {
            throw new InvalidEntityException(
                    EntityRule.MISSING, label, "action", "not given", "one of the table's actions");
        }
        if (entry.isConstant()) {
            throw new InvalidEntityException(
                    EntityRule.NOT_ALLOWED, label, "constant", true, "false: only the program makes entries constant");
        }
        zero(entry.meterCounters(), label);
    }

    static void check(Update.Type type, P4Entity entity) {
        if (entity instanceof CounterEntry
                || entity instanceof DirectCounterEntry
                || entity instanceof RegisterEntry
                || entity instanceof MeterEntry
                || entity instanceof DirectMeterEntry
                || entity instanceof ValueSet) {
            onlyModify(type, entity.key());
        }
        if ((entity instanceof CounterEntry counter && counter.data() == null)
                || (entity instanceof DirectCounterEntry direct && direct.data() == null)
                || (entity instanceof RegisterEntry register && register.data() == null)) {
            throw new InvalidEntityException(
                    EntityRule.MISSING, entity.key().toString(), "data", "not given", "what to write");
        }
        if (entity instanceof MeterEntry meter) {
            zero(meter.counters(), "meter " + meter.meter());
        } else if (entity instanceof DirectMeterEntry meter) {
            zero(meter.counters(), "direct meter of " + meter.entry().table());
        } else if (entity instanceof ActionProfileMember member
                && member.action() == null
                && type != Update.Type.DELETE) {
            throw new InvalidEntityException(
                    EntityRule.MISSING, "member of " + member.profile(), "action", "not given", "an action");
        }
    }

    /** @throws InvalidEntityException if this is no kind of update */
    static void known(Update.Type type) {
        if (type != Update.Type.INSERT && type != Update.Type.MODIFY && type != Update.Type.DELETE) {
            throw new InvalidEntityException(
                    EntityRule.WRONG_UPDATE, "update", "type", type, "INSERT, MODIFY or DELETE");
        }
    }

    private static void onlyModify(Update.Type type, P4Entity entity) {
        if (type != Update.Type.MODIFY) {
            throw new InvalidEntityException(EntityRule.WRONG_UPDATE, entity.toString(), "update", type, "MODIFY");
        }
    }

    private static void zero(@Nullable MeterCounterData data, String entity) {
        if (data != null && !data.equals(MeterCounterData.ZERO)) {
            throw new InvalidEntityException(
                    EntityRule.OUT_OF_RANGE, entity, "counters of the colours", data, "zeros, which clear them");
        }
    }

    private static InvalidEntityException constant(String entity, String field, String allowed) {
        return new InvalidEntityException(EntityRule.CONSTANT, entity, field, "written", allowed);
    }
}
