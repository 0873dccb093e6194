package io.ipdk.p4target.program;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads bmv2 JSON, versions 2.x. Confined to one thread (the caller's). */
public final class ProgramReader {
    private static final int MOST_BITS = 1 << 20;
    private static final int MOST_CELLS = 1 << 24;
    private static final long MOST_LONGS = 1 << 27;

    private final JsonNode root;
    private final Scope scope = new Scope();
    private final ExprReader expressions = new ExprReader(scope);
    private final List<HeaderInstance> headers = new ArrayList<>();
    private final Map<Integer, HeaderInstance> headersById = new HashMap<>();
    private final Map<Integer, HeaderUnion> unionsById = new HashMap<>();
    private final List<HeaderUnion> unions = new ArrayList<>();
    private final List<HeaderStack> stacks = new ArrayList<>();

    private ProgramReader(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads a program.
     *
     * @param json what p4c wrote
     * @throws io.ipdk.p4target.P4LoadException if it is broken or uses what this target does not have
     */
    public static Program read(byte[] json) {
        try {
            return new ProgramReader(Json.parse(json)).program();
        } catch (IllegalArgumentException | NullPointerException | ClassCastException | ArithmeticException e) {
            throw Json.broken("the device config does not make sense: " + e.getMessage(), e);
        }
    }

    private Program program() {
        JsonNode version = root.path("__meta__").path("version");
        if (version.isArray() && Json.at(version, 0).asInt() != 2) {
            throw Json.broken("JSON version " + version + " is not 2.x", null);
        }
        readHeaders();
        List<Program.Register> registers = registers();
        List<Program.Extern> externs = externs();
        Map<Integer, Action> actions = actions();
        Map<String, Program.Calculation> calculations = calculations();
        List<TableDef> tables = new ArrayList<>();
        List<Program.Profile> profiles = new ArrayList<>();
        ControlReader controlReader = new ControlReader(expressions, actions, tables, profiles);
        List<Control> controls =
                Json.list(root, "pipelines").stream().map(controlReader::read).toList();
        ParserReader parserReader = new ParserReader(scope, expressions, this);
        Map<String, Program.Extern> externsByName = new LinkedHashMap<>();
        externs.forEach(extern -> externsByName.put(extern.name(), extern));
        return new Program(
                root.path("program").asText("program.p4"),
                architecture(),
                List.copyOf(headers),
                List.copyOf(stacks),
                List.copyOf(unions),
                errors(),
                enums(),
                Json.list(root, "parsers").stream().map(parserReader::read).toList(),
                valueSets(),
                deparsers(),
                meters(externs),
                counters(),
                registers,
                calculations,
                checksums(calculations),
                fieldLists("learn_lists"),
                fieldLists("field_lists"),
                List.copyOf(actions.values()),
                controls,
                List.copyOf(tables),
                List.copyOf(profiles),
                externsByName,
                readsTime(root));
    }

    /** Whether any expression, key or list names a timestamp. */
    private static boolean readsTime(JsonNode node) {
        if (node.isArray()
                && node.size() == 2
                && node.get(1).isTextual()
                && node.get(1).textValue().matches(".*(timestamp|timedelta)")) {
            return true;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getKey().equals("field_aliases")
                    && !field.getKey().equals("header_types")
                    && readsTime(field.getValue())) {
                return true;
            }
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (readsTime(element)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Program.Architecture architecture() {
        if (scope.headers.containsKey("psa_ingress_parser_input_metadata")) {
            return Program.Architecture.PSA;
        }
        if (scope.headers.containsKey("standard_metadata")) {
            return Program.Architecture.V1MODEL;
        }
        throw Json.broken("the architecture is neither v1model nor PSA", null);
    }

    private void readHeaders() {
        Map<String, HeaderType> types = new HashMap<>();
        for (JsonNode node : Json.list(root, "header_types")) {
            HeaderType type = headerType(node);
            types.put(type.name(), type);
        }
        for (JsonNode node : Json.list(root, "headers")) {
            String name = Json.text(node, "name");
            String typeName = Json.text(node, "header_type");
            HeaderType type = Scope.known(types.get(typeName), "header type", typeName);
            boolean metadata = Json.flag(node, "metadata") || name.equals("scalars");
            HeaderInstance header = new HeaderInstance(name, headers.size(), type, metadata);
            headers.add(header);
            headersById.put(Json.integer(node, "id"), header);
            scope.headers.put(name, header);
        }
        for (JsonNode node : Json.list(root, "header_union_types")) {
            List<String> members = new ArrayList<>();
            for (JsonNode member : Json.list(node, "headers")) {
                members.add(Json.at(member, 0).asText());
            }
            scope.unionMembers.put(Json.text(node, "name"), members);
        }
        for (JsonNode node : Json.list(root, "header_unions")) {
            HeaderUnion union = new HeaderUnion(Json.text(node, "name"), unions.size(), byId(node, "header_ids"));
            unions.add(union);
            unionsById.put(Json.integer(node, "id"), union);
            scope.unions.put(union.name(), union);
        }
        for (JsonNode node : Json.list(root, "header_stacks")) {
            addStack(new HeaderStack(Json.text(node, "name"), stacks.size(), byId(node, "header_ids"), List.of()));
        }
        for (JsonNode node : Json.list(root, "header_union_stacks")) {
            List<HeaderUnion> elements = new ArrayList<>();
            for (JsonNode id : Json.list(node, "header_union_ids")) {
                elements.add(Scope.known(unionsById.get(id.intValue()), "header union with id", id.asText()));
            }
            scope.unionTypeOfStack.put(Json.text(node, "name"), Json.text(node, "union_type"));
            addStack(new HeaderStack(Json.text(node, "name"), stacks.size(), List.of(), elements));
        }
    }

    private void addStack(HeaderStack stack) {
        stacks.add(stack);
        scope.stacks.put(stack.name(), stack);
    }

    private List<HeaderInstance> byId(JsonNode node, String field) {
        List<HeaderInstance> all = new ArrayList<>();
        for (JsonNode id : Json.list(node, field)) {
            all.add(Scope.known(headersById.get(id.intValue()), "header with id", id.asText()));
        }
        return all;
    }

    private static HeaderType headerType(JsonNode node) {
        String name = Json.text(node, "name");
        int fixed = 0;
        for (JsonNode field : Json.list(node, "fields")) {
            fixed += Json.at(field, 1).asInt(0);
        }
        List<HeaderType.Field> fields = new ArrayList<>();
        for (JsonNode field : Json.list(node, "fields")) {
            boolean varbit = Json.at(field, 1).asText().equals("*");
            int width = varbit
                    ? Json.integer(node, "max_length") * 8 - fixed
                    : Json.at(field, 1).asInt();
            if (width < 1 || width > MOST_BITS) {
                throw Json.broken(
                        "field '" + Json.at(field, 0).asText() + "' of header type '" + name + "' has " + width
                                + " bits",
                        null);
            }
            boolean signed = field.size() > 2 && field.get(2).asBoolean();
            fields.add(new HeaderType.Field(Json.at(field, 0).asText(), fields.size(), width, signed, varbit));
        }
        return new HeaderType(name, fields);
    }

    Primitive primitive(JsonNode node, List<Action.Param> params, SourceInfo outer) {
        SourceInfo source = node.has("source_info") ? Json.source(node) : outer;
        return new Primitive(
                Json.text(node, "op"), expressions.readAll(Json.need(node, "parameters"), params, source), source);
    }

    private Map<Integer, Action> actions() {
        Map<Integer, Action> all = new LinkedHashMap<>();
        for (JsonNode node : Json.list(root, "actions")) {
            List<Action.Param> params = new ArrayList<>();
            for (JsonNode param : Json.list(node, "runtime_data")) {
                int width = Json.integer(param, "bitwidth");
                if (width < 1 || width > MOST_BITS) {
                    throw Json.broken(
                            "a parameter of action '" + Json.text(node, "name") + "' has " + width + " bits", null);
                }
                params.add(new Action.Param(Json.text(param, "name"), width));
            }
            SourceInfo source = Json.source(node);
            List<Primitive> body = new ArrayList<>();
            for (JsonNode step : Json.list(node, "primitives")) {
                body.add(primitive(step, params, source));
            }
            int id = Json.integer(node, "id");
            all.put(id, new Action(Json.text(node, "name"), id, params, body, source));
        }
        return all;
    }

    private Map<String, Program.Calculation> calculations() {
        Map<String, Program.Calculation> all = new HashMap<>();
        for (JsonNode node : Json.list(root, "calculations")) {
            SourceInfo source = Json.source(node);
            String name = Json.text(node, "name");
            all.put(
                    name,
                    new Program.Calculation(
                            name,
                            Json.text(node, "algo"),
                            expressions.readAll(Json.need(node, "input"), List.of(), source),
                            source));
        }
        return all;
    }

    private List<Program.Checksum> checksums(Map<String, Program.Calculation> calculations) {
        List<Program.Checksum> all = new ArrayList<>();
        for (JsonNode node : Json.list(root, "checksums")) {
            SourceInfo source = Json.source(node);
            JsonNode condition = node.path("if_cond");
            String calculation = Json.text(node, "calculation");
            if (!(expressions.field(Json.need(node, "target"), source) instanceof Expr.FieldRef target)) {
                throw Json.unsupported("a checksum into a validity bit", source);
            }
            all.add(new Program.Checksum(
                    Json.text(node, "name"),
                    target,
                    Scope.known(calculations.get(calculation), "calculation", calculation),
                    !node.has("verify") || Json.flag(node, "verify"),
                    !node.has("update") || Json.flag(node, "update"),
                    condition.isObject() ? expressions.read(condition, List.of(), source) : new Expr.Bool(true)));
        }
        return all;
    }

    private Map<Integer, Program.FieldList> fieldLists(String kind) {
        Map<Integer, Program.FieldList> all = new LinkedHashMap<>();
        for (JsonNode node : Json.list(root, kind)) {
            int id = Json.integer(node, "id");
            all.put(
                    id,
                    new Program.FieldList(
                            id,
                            Json.text(node, "name"),
                            expressions.readAll(Json.need(node, "elements"), List.of(), Json.source(node))));
        }
        return all;
    }

    /** The size of an array. */
    private static int cells(JsonNode node) {
        int size = Json.integer(node, "size");
        if (size < 0 || size > MOST_CELLS) {
            throw Json.broken(
                    "'" + Json.text(node, "name") + "' has " + size + " cells, allowed: up to " + MOST_CELLS, null);
        }
        return size;
    }

    private List<Program.Register> registers() {
        List<Program.Register> all = new ArrayList<>();
        for (JsonNode node : Json.list(root, "register_arrays")) {
            Program.Register register = new Program.Register(
                    Json.text(node, "name"),
                    all.size(),
                    cells(node),
                    Json.integer(node, "bitwidth"),
                    Json.flag(node, "signed"));
            if (register.width() < 1 || (long) register.size() * register.limbs() > MOST_LONGS) {
                throw Json.broken(
                        "register '" + register.name() + "' has " + register.size() + " cells of " + register.width()
                                + " bits, allowed: 2^27 longs in all",
                        null);
            }
            all.add(register);
            scope.registers.put(register.name(), register);
        }
        return all;
    }

    private List<Program.Counter> counters() {
        List<Program.Counter> all = new ArrayList<>();
        for (JsonNode node : Json.list(root, "counter_arrays")) {
            boolean direct = Json.flag(node, "is_direct");
            all.add(new Program.Counter(
                    Json.text(node, "name"),
                    all.size(),
                    direct,
                    direct ? 0 : cells(node),
                    Json.textOrNull(node, "binding")));
        }
        return all;
    }

    /** Those of v1model; PSA's are extern instances. */
    private List<Program.Meter> meters(List<Program.Extern> externs) {
        List<Program.Meter> all = new ArrayList<>();
        for (JsonNode node : Json.list(root, "meter_arrays")) {
            boolean direct = Json.flag(node, "is_direct");
            Expr.@Nullable FieldRef result = null;
            JsonNode target = node.path("result_target");
            if (target.isArray() && expressions.field(target, Json.source(node)) instanceof Expr.FieldRef field) {
                result = field;
            }
            all.add(new Program.Meter(
                    Json.text(node, "name"),
                    all.size(),
                    direct,
                    direct ? 0 : cells(node),
                    node.path("type").asText("packets").equals("bytes"),
                    node.path("rate_count").asInt(2),
                    Json.textOrNull(node, "binding"),
                    result));
        }
        for (Program.Extern extern : externs) {
            boolean known = all.stream().anyMatch(meter -> meter.name().equals(extern.name()));
            if (extern.type().equals("Meter") && extern.number("is_direct", 0) == 0 && !known) {
                int size = extern.number("n_meters", 0);
                if (size < 0 || size > MOST_CELLS) {
                    throw Json.broken("meter '" + extern.name() + "' has " + size + " cells", null);
                }
                boolean inBytes = "bytes".equals(extern.attributes().get("type"));
                all.add(new Program.Meter(
                        extern.name(), all.size(), false, size, inBytes, extern.number("rate_count", 2), null, null));
            }
        }
        return all;
    }

    private List<Program.ValueSet> valueSets() {
        List<Program.ValueSet> all = new ArrayList<>();
        for (JsonNode node : Json.list(root, "parse_vsets")) {
            all.add(new Program.ValueSet(
                    Json.text(node, "name"),
                    all.size(),
                    Json.integer(node, "compressed_bitwidth"),
                    node.path("max_size").asInt(0)));
        }
        return all;
    }

    private List<Program.Deparser> deparsers() {
        List<Program.Deparser> all = new ArrayList<>();
        for (JsonNode node : Json.list(root, "deparsers")) {
            List<HeaderInstance> order = new ArrayList<>();
            for (JsonNode name : Json.list(node, "order")) {
                order.add(scope.header(name.asText()));
            }
            List<Primitive> steps = new ArrayList<>();
            for (JsonNode step : Json.list(node, "primitives")) {
                steps.add(primitive(step, List.of(), Json.source(node)));
            }
            all.add(new Program.Deparser(Json.text(node, "name"), order, steps));
        }
        return all;
    }

    private List<Program.Extern> externs() {
        List<Program.Extern> all = new ArrayList<>();
        for (JsonNode node : Json.list(root, "extern_instances")) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            for (JsonNode attribute : Json.list(node, "attribute_values")) {
                JsonNode value = attribute.path("value");
                attributes.put(
                        Json.text(attribute, "name"),
                        attribute.path("type").asText().equals("hexstr") ? Json.number(value) : value.asText());
            }
            all.add(new Program.Extern(Json.text(node, "name"), all.size(), Json.text(node, "type"), attributes));
        }
        return all;
    }

    private Map<String, Integer> errors() {
        Map<String, Integer> all = new LinkedHashMap<>();
        List<String> core = List.of(
                "NoError",
                "PacketTooShort",
                "NoMatch",
                "StackOutOfBounds",
                "HeaderTooShort",
                "ParserTimeout",
                "ParserInvalidArgument");
        core.forEach(name -> all.put(name, all.size()));
        for (JsonNode error : Json.list(root, "errors")) {
            all.put(Json.at(error, 0).asText(), Json.at(error, 1).asInt());
        }
        return all;
    }

    private Map<String, Map<String, Integer>> enums() {
        Map<String, Map<String, Integer>> all = new HashMap<>();
        for (JsonNode node : Json.list(root, "enums")) {
            Map<String, Integer> members = new HashMap<>();
            for (JsonNode member : Json.list(node, "entries")) {
                members.put(Json.at(member, 0).asText(), Json.at(member, 1).asInt(0));
            }
            all.put(Json.text(node, "name"), members);
        }
        return all;
    }
}
