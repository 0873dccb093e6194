package io.ipdk.examples.p4;

import io.ipdk.p4runtime.entity.ActionCall;
import io.ipdk.p4runtime.entity.ActionProfileGroup;
import io.ipdk.p4runtime.entity.ActionProfileMember;
import io.ipdk.p4runtime.entity.ActionSet;
import io.ipdk.p4runtime.entity.CloneSession;
import io.ipdk.p4runtime.entity.CounterData;
import io.ipdk.p4runtime.entity.CounterEntry;
import io.ipdk.p4runtime.entity.GroupMember;
import io.ipdk.p4runtime.entity.Match;
import io.ipdk.p4runtime.entity.MeterConfig;
import io.ipdk.p4runtime.entity.MeterEntry;
import io.ipdk.p4runtime.entity.MulticastGroup;
import io.ipdk.p4runtime.entity.P4Entity;
import io.ipdk.p4runtime.entity.RegisterEntry;
import io.ipdk.p4runtime.entity.TableAction;
import io.ipdk.p4runtime.entity.TableEntry;
import io.ipdk.p4runtime.entity.WeightedAction;
import io.ipdk.p4runtime.info.ActionInfo;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.TableInfo;
import io.ipdk.p4runtime.value.P4Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entities as records for output. Immutable. */
final class EntityRecords {
    private final P4Info info;

    EntityRecords(P4Info info) {
        this.info = info;
    }

    Map<String, Object> of(P4Entity entity) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (entity instanceof TableEntry entry) {
            entry(entry, fields);
        } else if (entity instanceof CounterEntry cell) {
            fields.put("counter", cell.counter());
            fields.put("index", cell.index());
            counter(cell.data(), fields);
        } else if (entity instanceof MeterEntry cell) {
            fields.put("meter", cell.meter());
            fields.put("index", cell.index());
            meter(cell.config(), fields);
        } else if (entity instanceof RegisterEntry cell) {
            fields.put("register", cell.register());
            fields.put("index", cell.index());
            fields.put("data", cell.data() == null ? "" : ValueText.of(cell.data()));
        } else if (entity instanceof ActionProfileMember member) {
            fields.put("profile", member.profile());
            fields.put("member", member.memberId());
            fields.put("action", member.action() == null ? "" : call(member.action()));
        } else if (entity instanceof ActionProfileGroup group) {
            fields.put("profile", group.profile());
            fields.put("group", group.groupId());
            fields.put(
                    "members",
                    group.members().stream().map(EntityRecords::member).toList());
        } else if (entity instanceof MulticastGroup group) {
            fields.put("multicast", group.groupId());
            fields.put("ports", ValueText.replicas(group.replicas()));
        } else if (entity instanceof CloneSession session) {
            fields.put("clone", session.sessionId());
            fields.put("ports", ValueText.replicas(session.replicas()));
        } else {
            fields.put("entity", entity.toString());
        }
        return fields;
    }

    private void entry(TableEntry entry, Map<String, Object> fields) {
        TableInfo table = info.table(entry.table());
        fields.put("table", entry.table());
        Map<String, Object> match = new LinkedHashMap<>();
        for (Match one : entry.matches()) {
            match.put(one.field(), ValueText.of(one, table.field(one.field()).type()));
        }
        fields.put("match", entry.isDefault() ? "default" : match);
        if (table.prioritized()) {
            fields.put("priority", entry.priority());
        }
        TableAction action = entry.action();
        fields.put("action", action == null ? "" : action(action));
        if (!entry.idleTimeout().isZero()) {
            fields.put("idle timeout", entry.idleTimeout().toMillis() + " ms");
        }
        counter(entry.counter(), fields);
        meter(entry.meter(), fields);
    }

    private Object action(TableAction action) {
        if (action instanceof ActionCall call) {
            return call(call);
        } else if (action instanceof TableAction.Member member) {
            return Map.of("member", member.memberId());
        } else if (action instanceof TableAction.Group group) {
            return Map.of("group", group.groupId());
        }
        List<Object> choices = new ArrayList<>();
        for (WeightedAction weighted : ((ActionSet) action).actions()) {
            Map<String, Object> choice = new LinkedHashMap<>(call(weighted.action()));
            choice.put("weight", weighted.weight());
            P4Value port = weighted.watchPort();
            if (port != null) {
                choice.put("watch", ValueText.plain(port));
            }
            choices.add(choice);
        }
        return choices;
    }

    private Map<String, Object> call(ActionCall call) {
        ActionInfo action = info.action(call.action());
        Map<String, Object> values = new LinkedHashMap<>();
        call.arguments()
                .forEach(argument -> values.put(
                        argument.parameter(),
                        ValueText.of(
                                argument.value(),
                                action.param(argument.parameter()).type())));
        Map<String, Object> named = new LinkedHashMap<>();
        named.put(call.action(), values);
        return named;
    }

    private static String member(GroupMember member) {
        return Share.text(member.memberId(), member.weight(), member.watchPort());
    }

    private static void counter(@Nullable CounterData data, Map<String, Object> fields) {
        if (data != null) {
            fields.put("packets", data.packets());
            fields.put("bytes", data.bytes());
        }
    }

    private static void meter(@Nullable MeterConfig config, Map<String, Object> fields) {
        if (config != null) {
            fields.put("cir", config.cir());
            fields.put("cburst", config.cburst());
            fields.put("pir", config.pir());
            fields.put("pburst", config.pburst());
            if (config.eburst() != 0) {
                fields.put("eburst", config.eburst());
            }
        }
    }
}
