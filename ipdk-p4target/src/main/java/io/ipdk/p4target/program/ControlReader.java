package io.ipdk.p4target.program;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads controls and their tables. */
final class ControlReader {
    private final ExprReader expressions;
    private final Map<Integer, Action> actions;
    private final List<TableDef> tables;
    private final List<Program.Profile> profiles;

    ControlReader(
            ExprReader expressions,
            Map<Integer, Action> actions,
            List<TableDef> tables,
            List<Program.Profile> profiles) {
        this.expressions = expressions;
        this.actions = actions;
        this.tables = tables;
        this.profiles = profiles;
    }

    Control read(JsonNode node) {
        for (JsonNode profile : Json.list(node, "action_profiles")) {
            JsonNode selector = profile.get("selector");
            profiles.add(new Program.Profile(
                    Json.text(profile, "name"),
                    profiles.size(),
                    profile.path("max_size").asInt(0),
                    selector == null || selector.isNull() ? null : selector(selector, Json.source(profile))));
        }
        Map<String, Control.Node> nodes = new LinkedHashMap<>();
        for (JsonNode table : Json.list(node, "tables")) {
            TableDef def = table(table);
            tables.add(def);
            nodes.put(def.name(), new Control.Apply(def));
        }
        for (JsonNode branch : Json.list(node, "conditionals")) {
            String name = Json.text(branch, "name");
            SourceInfo source = Json.source(branch);
            Expr condition = expressions.read(Json.need(branch, "expression"), List.of(), source);
            nodes.put(
                    name,
                    new Control.Branch(
                            name,
                            condition,
                            Json.textOrNull(branch, "true_next"),
                            Json.textOrNull(branch, "false_next"),
                            source));
        }
        for (JsonNode call : Json.list(node, "action_calls")) {
            String name = Json.text(call, "name");
            nodes.put(
                    name,
                    new Control.Call(
                            name, action(Json.integer(call, "action_id")), Json.textOrNull(call, "next_node")));
        }
        return new Control(Json.text(node, "name"), Json.textOrNull(node, "init_table"), nodes);
    }

    private Program.Calculation selector(JsonNode node, SourceInfo source) {
        return new Program.Calculation(
                "selector",
                Json.text(node, "algo"),
                expressions.readAll(Json.need(node, "input"), List.of(), source),
                source);
    }

    private Action action(int id) {
        return Scope.known(actions.get(id), "action with id", String.valueOf(id));
    }

    private TableDef table(JsonNode node) {
        String name = Json.text(node, "name");
        SourceInfo source = Json.source(node);
        List<Action> used = new ArrayList<>();
        Map<Integer, Integer> place = new HashMap<>();
        Map<String, Integer> byName = new HashMap<>();
        for (JsonNode id : Json.list(node, "action_ids")) {
            place.put(id.intValue(), used.size());
            byName.putIfAbsent(action(id.intValue()).name(), used.size());
            used.add(action(id.intValue()));
        }
        List<TableDef.Key> key = new ArrayList<>();
        for (JsonNode part : Json.list(node, "key")) {
            key.add(key(part, source));
        }
        String type = Json.text(node, "type");
        if (!type.equals("simple") && !type.equals("indirect") && !type.equals("indirect_ws")) {
            throw Json.unsupported("table '" + name + "' of type '" + type + "'", source);
        }
        int profile = type.equals("simple") ? -1 : profile(node, type, source);
        Map<Integer, String> next = new LinkedHashMap<>();
        boolean hitOrMiss = false;
        JsonNode nextTables = node.path("next_tables");
        for (Map.Entry<String, JsonNode> entry : nextTables.properties()) {
            if (entry.getKey().equals("__HIT__") || entry.getKey().equals("__MISS__")) {
                hitOrMiss = true;
            } else if (byName.containsKey(entry.getKey())) {
                next.put(
                        byName.get(entry.getKey()),
                        entry.getValue().isNull() ? null : entry.getValue().asText());
            }
        }
        JsonNode byDefault = node.path("default_entry");
        int defaultAction = byDefault.isObject()
                ? Scope.known(place.get(Json.integer(byDefault, "action_id")), "default action of table", name)
                : -1;
        boolean fixed = Json.flag(byDefault, "action_const") && Json.flag(byDefault, "action_entry_const");
        return new TableDef(
                name,
                tables.size(),
                key,
                match(Json.text(node, "match_type"), source),
                used,
                profile,
                type.equals("indirect_ws"),
                node.path("max_size").asInt(0),
                Json.flag(node, "with_counters"),
                Json.flag(node, "support_timeout"),
                Json.textOrNull(node, "direct_meters"),
                next,
                Json.textOrNull(nextTables, "__HIT__"),
                Json.textOrNull(nextTables, "__MISS__"),
                hitOrMiss,
                Json.textOrNull(node, "base_default_next"),
                defaultAction,
                numbers(byDefault, "action_data"),
                fixed,
                entries(node, key, place),
                source);
    }

    private int profile(JsonNode table, String type, SourceInfo source) {
        @Nullable String name = Json.textOrNull(table, "action_profile");
        if (name == null) {
            name = Json.text(table, "act_prof_name");
            JsonNode selector = table.get("selector");
            profiles.add(new Program.Profile(
                    name,
                    profiles.size(),
                    table.path("max_size").asInt(0),
                    selector == null || selector.isNull() ? null : selector(selector, source)));
        }
        for (Program.Profile profile : profiles) {
            if (profile.name().equals(name)) {
                if (type.equals("indirect_ws") && profile.selector() == null) {
                    throw Json.broken("action profile '" + name + "' has no selector", null);
                }
                return profile.index();
            }
        }
        throw Json.broken("no action profile '" + name + "'", null);
    }

    private TableDef.Key key(JsonNode node, SourceInfo table) {
        SourceInfo source = node.has("source_info") ? Json.source(node) : table;
        TableDef.Match match = match(Json.text(node, "match_type"), source);
        JsonNode target = Json.need(node, "target");
        Expr value = target.isArray()
                ? expressions.field(target, source)
                : expressions.field(
                        com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                                .arrayNode()
                                .add(target.asText())
                                .add("$valid$"),
                        source);
        int width = value instanceof Expr.FieldRef field ? field.field().width() : 1;
        String name = Json.textOrNull(node, "name");
        return new TableDef.Key(
                name == null ? target.toString() : name,
                match == TableDef.Match.VALID ? TableDef.Match.EXACT : match,
                value,
                width,
                Json.numberOrNull(node, "mask"));
    }

    private static TableDef.Match match(String name, SourceInfo source) {
        return switch (name) {
            case "exact" -> TableDef.Match.EXACT;
            case "lpm" -> TableDef.Match.LPM;
            case "ternary", "optional" -> TableDef.Match.TERNARY;
            case "range" -> TableDef.Match.RANGE;
            case "valid" -> TableDef.Match.VALID;
            default -> throw Json.unsupported("match kind '" + name + "'", source);
        };
    }

    private static List<BigInteger> numbers(JsonNode object, String field) {
        return Json.list(object, field).stream().map(Json::number).toList();
    }

    private static List<TableDef.ConstEntry> entries(
            JsonNode table, List<TableDef.Key> key, Map<Integer, Integer> place) {
        List<TableDef.ConstEntry> entries = new ArrayList<>();
        for (JsonNode entry : Json.list(table, "entries")) {
            List<TableDef.KeyValue> values = new ArrayList<>();
            List<JsonNode> parts = Json.list(entry, "match_key");
            if (parts.size() != key.size()) {
                throw Json.broken(
                        "an entry of table '" + Json.text(table, "name") + "' has " + parts.size() + " of " + key.size()
                                + " fields",
                        null);
            }
            for (int i = 0; i < parts.size(); i++) {
                values.add(value(parts.get(i), key.get(i).width()));
            }
            JsonNode action = Json.need(entry, "action_entry");
            entries.add(new TableDef.ConstEntry(
                    values,
                    Scope.known(
                            place.get(Json.integer(action, "action_id")),
                            "action of an entry of table",
                            Json.text(table, "name")),
                    numbers(action, "action_data"),
                    entry.path("priority").asInt(entries.size() + 1)));
        }
        return entries;
    }

    private static TableDef.KeyValue value(JsonNode part, int width) {
        BigInteger all = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        return switch (Json.text(part, "match_type")) {
            case "range" ->
                new TableDef.KeyValue(Json.number(Json.need(part, "start")), Json.number(Json.need(part, "end")), 0);
            case "lpm" -> {
                int length = Json.integer(part, "prefix_length");
                yield new TableDef.KeyValue(
                        Json.number(Json.need(part, "key")),
                        all.shiftRight(width - length).shiftLeft(width - length),
                        length);
            }
            case "ternary", "optional" ->
                new TableDef.KeyValue(Json.number(Json.need(part, "key")), Json.number(Json.need(part, "mask")), 0);
            case "valid" -> new TableDef.KeyValue(Json.flag(part, "key") ? BigInteger.ONE : BigInteger.ZERO, all, 0);
            default -> new TableDef.KeyValue(Json.number(Json.need(part, "key")), all, 0);
        };
    }
}
