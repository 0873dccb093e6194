package io.ipdk.p4target.program;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads expressions and parameters of primitives. */
final class ExprReader {
    private static final Set<String> OPERATORS = Set.of(
            "+",
            "-",
            "*",
            "/",
            "%",
            "<<",
            ">>",
            "&",
            "|",
            "^",
            "~",
            "==",
            "!=",
            "<",
            ">",
            "<=",
            ">=",
            "and",
            "or",
            "not",
            "?",
            "two_comp_mod",
            "sat_cast",
            "usat_cast",
            "d2b",
            "b2d",
            "valid",
            "valid_union",
            "last_stack_index",
            "size_stack");

    private final Scope scope;

    ExprReader(Scope scope) {
        this.scope = scope;
    }

    /** Reads a typed node: {@code {"type": ..., "value": ...}} or {@code {"op": ...}}. */
    Expr read(JsonNode node, List<Action.Param> params, SourceInfo source) {
        if (node.has("op")) {
            return operator(node, params, source);
        }
        String type = Json.text(node, "type");
        JsonNode value = node.path("value");
        return switch (type) {
            case "expression" -> read(value, params, source);
            case "field" -> field(value, source);
            case "hexstr" ->
                node.has("bitwidth") && !node.path("bitwidth").isNull()
                        ? new Expr.SizedConst(
                                Json.number(value), node.path("bitwidth").intValue())
                        : new Expr.Const(Json.number(value));
            case "bool" -> new Expr.Bool(value.asBoolean());
            case "string" -> new Expr.Text(value.asText());
            case "local", "runtime_data" -> param(value.intValue(), params);
            case "header" -> header(value.asText());
            case "header_stack" -> new Expr.StackRef(scope.stack(value.asText()));
            case "header_union" -> new Expr.UnionRef(scope.union(value.asText()));
            case "header_union_stack" -> new Expr.StackRef(scope.stack(value.asText()));
            case "stack_field" -> stackField(value, source);
            case "union_stack_field" -> unionStackField(value);
            case "lookahead" ->
                new Expr.Lookahead(
                        Json.at(value, 0).intValue(), Json.at(value, 1).intValue());
            case "register" ->
                new Expr.RegisterCell(
                        scope.register(Json.at(value, 0).asText()), read(Json.at(value, 1), params, source));
            case "calculation", "counter_array", "meter_array", "register_array", "extern" ->
                new Expr.Named(type, value.asText());
            case "field_list", "parameters_vector" -> new Expr.Values(readAll(value, params, source));
            case "payload" -> new Expr.Payload();
            default -> throw Json.unsupported("a value of type '" + type + "'", source);
        };
    }

    List<Expr> readAll(JsonNode array, List<Action.Param> params, SourceInfo source) {
        List<Expr> all = new ArrayList<>();
        for (JsonNode element : array) {
            if (element.isArray()) {
                all.addAll(readAll(element, params, source));
            } else {
                all.add(read(element, params, source));
            }
        }
        return all;
    }

    Expr field(JsonNode pair, SourceInfo source) {
        String header = Json.at(pair, 0).asText();
        String field = Json.at(pair, 1).asText();
        if (field.equals("$valid$")) {
            HeaderUnion union = scope.unions.get(header);
            return new Expr.ValidRef(union == null ? header(header) : new Expr.UnionRef(union));
        }
        HeaderInstance instance = scope.header(header);
        HeaderType.Field found = Scope.field(instance.type(), field);
        return new Expr.FieldRef(instance, found);
    }

    private Expr header(String name) {
        HeaderInstance header = scope.headers.get(name);
        if (header == null && scope.unions.containsKey(name)) {
            return new Expr.UnionRef(scope.union(name));
        }
        return new Expr.HeaderRef(Scope.known(header, "header", name));
    }

    private Expr stackField(JsonNode value, SourceInfo source) {
        HeaderStack stack = scope.stack(Json.at(value, 0).asText());
        if (stack.ofUnions()) {
            throw Json.unsupported("a field of the last element of union stack '" + stack.name() + "'", source);
        }
        String field = Json.at(value, 1).asText();
        return new Expr.LastField(stack, 0, Scope.field(stack.headers().get(0).type(), field));
    }

    private Expr unionStackField(JsonNode value) {
        HeaderStack stack = scope.stack(Json.at(value, 0).asText());
        int member = scope.member(stack, Json.at(value, 1).asText());
        HeaderType type = stack.unions().get(0).headers().get(member).type();
        return new Expr.LastField(
                stack, member, Scope.field(type, Json.at(value, 2).asText()));
    }

    private static Expr param(int index, List<Action.Param> params) {
        if (index < 0 || index >= params.size()) {
            throw Json.broken("no action parameter " + index, null);
        }
        return new Expr.Param(index, params.get(index).width());
    }

    private Expr operator(JsonNode node, List<Action.Param> params, SourceInfo outer) {
        SourceInfo source = node.has("source_info") ? Json.source(node) : outer;
        String op = Json.text(node, "op");
        switch (op) {
            case "dereference_header_stack", "dereference_stack", "dereference_union_stack" -> {
                if (operand(node, "left", params, source) instanceof Expr.StackRef stack) {
                    return new Expr.Element(stack.stack(), need(operand(node, "right", params, source), op));
                }
                throw Json.unsupported("'" + op + "' of something that is no stack", source);
            }
            case "access_field" -> {
                Expr header = need(operand(node, "left", params, source), op);
                return new Expr.FieldOf(
                        header,
                        Scope.field(
                                typeOf(header, source), Json.need(node, "right").asInt(-1)));
            }
            case "access_union_header" -> {
                Expr union = need(operand(node, "left", params, source), op);
                return new Expr.UnionMember(union, Json.need(node, "right").asInt(-1));
            }
            default -> {
                if (!OPERATORS.contains(op)) {
                    throw Json.unsupported("operator '" + op + "'", source);
                }
                Expr right = operand(node, "right", params, source);
                if (op.equals("valid") || op.equals("valid_union")) {
                    return new Expr.Op("d2b", null, new Expr.ValidRef(need(right, op)), null);
                }
                return new Expr.Op(
                        op, operand(node, "left", params, source), right, operand(node, "cond", params, source));
            }
        }
    }

    private @Nullable Expr operand(JsonNode node, String side, List<Action.Param> params, SourceInfo source) {
        JsonNode operand = node.get(side);
        return operand == null || operand.isNull() ? null : read(operand, params, source);
    }

    private static Expr need(@Nullable Expr operand, String op) {
        return Scope.known(operand, "operand of", op);
    }

    /** The layout of the header that an expression selects. */
    static HeaderType typeOf(Expr header, SourceInfo source) {
        if (header instanceof Expr.HeaderRef ref) {
            return ref.header().type();
        }
        if (header instanceof Expr.Element element && !element.stack().ofUnions()) {
            return element.stack().headers().get(0).type();
        }
        if (header instanceof Expr.UnionMember member) {
            List<HeaderInstance> headers = member.union() instanceof Expr.UnionRef union
                    ? union.union().headers()
                    : member.union() instanceof Expr.Element element
                            ? element.stack().unions().get(0).headers()
                            : List.of();
            if (member.member() >= 0 && member.member() < headers.size()) {
                return headers.get(member.member()).type();
            }
        }
        if (header instanceof Expr.Op op && op.op().equals("?") && op.left() != null) {
            return typeOf(op.left(), source);
        }
        throw Json.unsupported("a field of " + header, source);
    }
}
