package io.ipdk.examples.p4;

import io.ipdk.p4runtime.info.ActionInfo;
import io.ipdk.p4runtime.info.MatchFieldInfo;
import io.ipdk.p4runtime.info.P4Info;
import io.ipdk.p4runtime.info.P4Object;
import io.ipdk.p4runtime.info.PacketHeaderInfo;
import io.ipdk.p4runtime.info.TableInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The objects of a P4Info as records for output. */
final class PipelineRecords {
    private PipelineRecords() {}

    /** Every object: kind, name, what it holds, documentation. */
    static List<Map<String, Object>> everything(P4Info info) {
        List<Map<String, Object>> all = new ArrayList<>();
        info.tables().forEach(table -> all.add(row("table", table, key(table))));
        info.actions().forEach(action -> all.add(row("action", action, params(action))));
        info.actionProfiles()
                .forEach(profile -> all.add(row("profile", profile, profile.selector() ? "with groups" : "")));
        info.counters().forEach(counter -> all.add(row("counter", counter, cells(counter.size()))));
        info.meters().forEach(meter -> all.add(row("meter", meter, cells(meter.size()))));
        info.registers().forEach(register -> all.add(row("register", register, cells(register.size()))));
        info.digests().forEach(digest -> all.add(row("digest", digest, "")));
        info.valueSets().forEach(set -> all.add(row("value set", set, "")));
        info.packetHeaders().forEach(header -> all.add(row("packet", header, fields(header))));
        return all;
    }

    static List<Map<String, Object>> tables(P4Info info) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (TableInfo table : info.tables()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("table", table.name());
            fields.put("key", key(table));
            fields.put(
                    "actions",
                    table.actions().stream()
                            .map(action -> action.action().name())
                            .collect(Collectors.joining(" ")));
            fields.put("size", table.size());
            all.add(fields);
        }
        return all;
    }

    static List<Map<String, Object>> actions(List<ActionInfo> actions) {
        return actions.stream()
                .map(action -> row("action", action, params(action)))
                .toList();
    }

    static List<Map<String, Object>> packets(P4Info info) {
        return info.packetHeaders().stream()
                .map(header -> row("packet", header, fields(header)))
                .toList();
    }

    /** One table: a line for each field of the key and each parameter of each action. */
    static List<Map<String, Object>> table(TableInfo table) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (MatchFieldInfo field : table.fields()) {
            all.add(part("key", field.name(), kind(field) + " " + field.type()));
        }
        for (TableInfo.Action action : table.actions()) {
            all.add(part("action", action.action().name(), params(action.action())));
        }
        if (table.counter() != null) {
            all.add(part("counter", table.counter().name(), "direct"));
        }
        if (table.meter() != null) {
            all.add(part("meter", table.meter().name(), "direct"));
        }
        return all;
    }

    private static Map<String, Object> part(String part, String name, String type) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("part", part);
        fields.put("name", name);
        fields.put("holds", type);
        return fields;
    }

    private static Map<String, Object> row(String kind, P4Object object, String holds) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", kind);
        fields.put("name", object.name());
        fields.put("holds", holds);
        fields.put("about", object.brief());
        return fields;
    }

    private static String key(TableInfo table) {
        return table.fields().stream()
                .map(field -> field.name() + ":" + kind(field))
                .collect(Collectors.joining(" "));
    }

    private static String kind(MatchFieldInfo field) {
        return field.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String params(ActionInfo action) {
        return action.params().stream()
                .map(param -> param.name() + ":" + param.type())
                .collect(Collectors.joining(" "));
    }

    private static String fields(PacketHeaderInfo header) {
        return header.fields().stream()
                .filter(field -> !field.padding())
                .map(field -> field.name() + ":" + field.type())
                .collect(Collectors.joining(" "));
    }

    private static String cells(long size) {
        return size == 0 ? "" : size + " cells";
    }
}
