package io.ipdk.p4target.program;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads parsers. */
final class ParserReader {
    private final Scope scope;
    private final ExprReader expressions;
    private final ProgramReader program;

    ParserReader(Scope scope, ExprReader expressions, ProgramReader program) {
        this.scope = scope;
        this.expressions = expressions;
        this.program = program;
    }

    ParserDef read(JsonNode node) {
        List<JsonNode> stateNodes = Json.list(node, "parse_states");
        Map<String, Integer> byName = new HashMap<>();
        for (JsonNode state : stateNodes) {
            byName.put(Json.text(state, "name"), byName.size());
        }
        if (byName.size() != stateNodes.size()) {
            throw Json.broken("two states of a parser have one name", null);
        }
        List<ParserDef.State> states = new ArrayList<>();
        for (JsonNode state : stateNodes) {
            states.add(state(state, states.size(), byName));
        }
        return new ParserDef(Json.text(node, "name"), next(node.path("init_state"), byName), states);
    }

    private static int next(JsonNode name, Map<String, Integer> byName) {
        if (name.isNull() || name.isMissingNode()) {
            return ParserDef.ACCEPT;
        }
        return Scope.known(byName.get(name.asText()), "parser state", name.asText());
    }

    private ParserDef.State state(JsonNode node, int index, Map<String, Integer> byName) {
        SourceInfo source = Json.source(node);
        List<ParserDef.Op> ops = new ArrayList<>();
        for (JsonNode op : Json.list(node, "parser_ops")) {
            ops.add(op(op, source));
        }
        List<ParserDef.KeyPart> key = new ArrayList<>();
        for (JsonNode part : Json.list(node, "transition_key")) {
            Expr value = expressions.read(part, List.of(), source);
            key.add(new ParserDef.KeyPart(value, widthOf(value, source)));
        }
        List<ParserDef.Transition> transitions = new ArrayList<>();
        for (JsonNode transition : Json.list(node, "transitions")) {
            transitions.add(transition(transition, byName, source));
        }
        return new ParserDef.State(Json.text(node, "name"), index, ops, key, transitions, source);
    }

    private static int widthOf(Expr value, SourceInfo source) {
        if (value instanceof Expr.FieldRef field) {
            return field.field().width();
        }
        if (value instanceof Expr.LastField field) {
            return field.field().width();
        }
        if (value instanceof Expr.Lookahead lookahead) {
            return lookahead.width();
        }
        if (value instanceof Expr.ValidRef) {
            return 1;
        }
        throw Json.unsupported("a transition on " + value, source);
    }

    private static ParserDef.Transition transition(JsonNode node, Map<String, Integer> byName, SourceInfo source) {
        int next = next(node.path("next_state"), byName);
        String type = node.path("type").asText("hexstr");
        JsonNode value = node.path("value");
        @Nullable BigInteger mask = Json.numberOrNull(node, "mask");
        if (type.equals("default") || value.asText().equals("default")) {
            return new ParserDef.Transition(null, null, null, next);
        }
        return switch (type) {
            case "hexstr" -> new ParserDef.Transition(null, Json.number(value), mask, next);
            case "parse_vset" -> new ParserDef.Transition(value.asText(), null, mask, next);
            default -> throw Json.unsupported("a transition of type '" + type + "'", source);
        };
    }

    private ParserDef.Op op(JsonNode node, SourceInfo state) {
        String op = Json.text(node, "op");
        SourceInfo source = node.has("source_info") ? Json.source(node) : state;
        JsonNode params = Json.need(node, "parameters");
        return switch (op) {
            case "extract" -> extract(Json.at(params, 0), null, source);
            case "extract_VL" ->
                extract(Json.at(params, 0), expressions.read(Json.at(params, 1), List.of(), source), source);
            case "set" ->
                new ParserDef.Set(
                        expressions.read(Json.at(params, 0), List.of(), source),
                        expressions.read(Json.at(params, 1), List.of(), source));
            case "verify" ->
                new ParserDef.Verify(
                        expressions.read(Json.at(params, 0), List.of(), source),
                        expressions.read(Json.at(params, 1), List.of(), source));
            case "shift" ->
                new ParserDef.Advance(
                        new Expr.Const(Json.number(Json.at(params, 0)).multiply(BigInteger.valueOf(8))));
            case "advance" -> new ParserDef.Advance(expressions.read(Json.at(params, 0), List.of(), source));
            case "primitive" -> new ParserDef.Run(program.primitive(Json.at(params, 0), List.of(), source));
            default -> throw Json.unsupported("parser operation '" + op + "'", source);
        };
    }

    private ParserDef.Op extract(JsonNode target, @Nullable Expr length, SourceInfo source) {
        String type = Json.text(target, "type");
        JsonNode value = Json.need(target, "value");
        switch (type) {
            case "regular" -> {
                HeaderInstance header = scope.header(value.asText());
                if (length != null) {
                    return new ParserDef.ExtractVarbit(header, length);
                }
                if (header.type().hasVarbit()) {
                    throw Json.unsupported("a varbit header '" + header.name() + "' extracted without length", source);
                }
                return new ParserDef.Extract(header);
            }
            case "stack" -> {
                return new ParserDef.ExtractNext(scope.stack(value.asText()), 0, length);
            }
            case "union_stack" -> {
                HeaderStack stack = scope.stack(Json.at(value, 0).asText());
                return new ParserDef.ExtractNext(
                        stack, scope.member(stack, Json.at(value, 1).asText()), length);
            }
            default -> throw Json.unsupported("extracting into a '" + type + "'", source);
        }
    }
}
