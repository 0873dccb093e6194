package io.ipdk.p4runtime.constraint;

import io.ipdk.error.InvalidSpecException;
import io.ipdk.p4runtime.constraint.Token.Kind;
import io.ipdk.p4runtime.value.P4Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Recursive descent, one method for each strength of binding, weakest first: {@code ;}, {@code ->}, {@code ||}, … */
final class Parser {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_DIGITS = 20_000;

    private final ConstraintSource source;
    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(ConstraintSource source) {
        this.source = source;
        this.tokens = Lexer.tokens(source);
    }

    static Syntax parse(ConstraintSource source) {
        Parser parser = new Parser(source);
        Syntax syntax = parser.sequence();
        parser.expect(Kind.END, "an operator or the end");
        return syntax;
    }

    private Syntax sequence() {
        List<Syntax> parts = new ArrayList<>();
        parts.add(implication());
        while (accept(Kind.SEMICOLON)) {
            if (peek().kind() == Kind.END || peek().kind() == Kind.CLOSE) {
                break;
            }
            parts.add(implication());
        }
        return parts.size() == 1 ? parts.get(0) : new Syntax.Conjunction(parts);
    }

    private Syntax implication() {
        Syntax left = disjunction();
        if (!accept(Kind.IMPLIES)) {
            return left;
        }
        Syntax right = disjunction();
        if (peek().kind() == Kind.IMPLIES) {
            throw notAssociative();
        }
        return new Syntax.Implication(left, right);
    }

    private Syntax disjunction() {
        List<Syntax> parts = joined(Kind.OR, this::conjunction);
        return parts.size() == 1 ? parts.get(0) : new Syntax.Disjunction(parts);
    }

    private Syntax conjunction() {
        List<Syntax> parts = joined(Kind.AND, this::comparison);
        return parts.size() == 1 ? parts.get(0) : new Syntax.Conjunction(parts);
    }

    private Syntax comparison() {
        Syntax left = unary();
        Kind operator = peek().kind();
        if (!operator.comparison()) {
            return left;
        }
        at++;
        Syntax right = unary();
        if (peek().kind().comparison()) {
            throw notAssociative();
        }
        return new Syntax.Comparison(operator, left, right);
    }

    private Syntax unary() {
        Token token = peek();
        if (++depth > MAX_DEPTH) {
            throw new ConstraintSyntaxException(source, token.start(), token.end(), "nested too deeply");
        }
        Syntax result;
        if (accept(Kind.NOT)) {
            Syntax operand = unary();
            result = new Syntax.Not(operand, token.start(), operand.end());
        } else if (accept(Kind.MINUS)) {
            Syntax operand = unary();
            result = new Syntax.Negation(operand, token.start(), operand.end());
        } else {
            result = projection();
        }
        depth--;
        return result;
    }

    private Syntax projection() {
        Syntax result = primary();
        while (accept(Kind.PROJECT)) {
            Token field = expect(Kind.NAME, "the name of a field, such as mask");
            result = new Syntax.Projection(result, field.text(), result.start(), field.end());
        }
        return result;
    }

    private Syntax primary() {
        Token token = tokens.get(at);
        at++;
        return switch (token.kind()) {
            case TRUE, FALSE -> new Syntax.BooleanConstant(token.kind() == Kind.TRUE, token.start(), token.end());
            case BINARY -> number(token, 2);
            case OCTAL -> number(token, 8);
            case DECIMAL -> number(token, 10);
            case HEXADECIMAL -> number(token, 16);
            case NAME -> peek().kind() == Kind.OPEN ? address(token) : name(token);
            case PROJECT -> {
                Token attribute = expect(Kind.NAME, "the name of an attribute, such as priority");
                yield new Syntax.Attribute(attribute.text(), token.start(), attribute.end());
            }
            case OPEN -> {
                Syntax inner = sequence();
                expect(Kind.CLOSE, "an operator or )");
                yield inner;
            }
            default -> throw unexpected(token, "a key, a number, true, false, ::, !, - or (");
        };
    }

    private Syntax number(Token token, int radix) {
        if (token.text().length() > MAX_DIGITS) {
            throw new ConstraintSyntaxException(source, token.start(), token.end(), "the number is too long");
        }
        return new Syntax.IntegerConstant(new BigInteger(token.text(), radix), token.start(), token.end());
    }

    private Syntax name(Token first) {
        StringBuilder name = new StringBuilder(first.text());
        int end = first.end();
        while (accept(Kind.DOT)) {
            Token part = expect(Kind.NAME, "a name");
            name.append('.').append(part.text());
            end = part.end();
        }
        return new Syntax.Name(name.toString(), first.start(), end);
    }

    private Syntax address(Token kind) {
        at++;
        Token text = expect(Kind.STRING, "an address in single quotes");
        Token close = expect(Kind.CLOSE, ")");
        try {
            P4Value value = switch (kind.text()) {
                case "ipv4" -> P4Value.ipv4(text.text());
                case "ipv6" -> P4Value.ipv6(text.text());
                case "mac" -> P4Value.mac(text.text());
                default -> throw unexpected(kind, "ipv4, ipv6 or mac before (");
            };
            return new Syntax.IntegerConstant(value.asBigInteger(), kind.start(), close.end());
        } catch (InvalidSpecException e) {
            throw new ConstraintSyntaxException(source, text.start(), text.end(), "this is not " + e.allowed());
        }
    }

    private List<Syntax> joined(Kind operator, Supplier<Syntax> part) {
        List<Syntax> parts = new ArrayList<>();
        do {
            parts.add(part.get());
        } while (accept(operator));
        return parts;
    }

    private Token peek() {
        return tokens.get(Math.min(at, tokens.size() - 1));
    }

    private boolean accept(Kind kind) {
        boolean there = peek().kind() == kind;
        at += there ? 1 : 0;
        return there;
    }

    private Token expect(Kind kind, String wanted) {
        Token token = peek();
        if (token.kind() != kind) {
            throw unexpected(token, wanted);
        }
        at++;
        return token;
    }

    private ConstraintSyntaxException unexpected(Token token, String wanted) {
        String found =
                token.kind() == Kind.END ? "the end" : "'" + source.text().substring(token.start(), token.end()) + "'";
        return new ConstraintSyntaxException(
                source, token.start(), token.end(), found + " where " + wanted + " is expected");
    }

    private ConstraintSyntaxException notAssociative() {
        Token token = peek();
        return new ConstraintSyntaxException(
                source,
                token.start(),
                token.end(),
                "a second '" + token.text() + "' needs parentheses around the first");
    }
}
