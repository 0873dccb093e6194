package io.ipdk.p4runtime.constraint;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Finds names, checks types, and inserts the conversions of the language: int to bit to the match of a key, never back. Truth
 * constants may stand for the one bit of a key that was {@code bool}.
 */
final class TypeChecker {

    /** A term with its type. */
    record Typed(Term term, Type type) {}

    private final ConstraintSource source;
    private final Scope scope;

    TypeChecker(ConstraintSource source, Scope scope) {
        this.source = source;
        this.scope = scope;
    }

    Term.Truth truth(Syntax syntax) {
        Typed typed = check(syntax);
        if (!(typed.term() instanceof Term.Truth truth)) {
            throw error(syntax, "bool is expected, this is " + typed.type());
        }
        return truth;
    }

    private Typed check(Syntax syntax) {
        if (syntax instanceof Syntax.BooleanConstant constant) {
            return new Typed(new Term.Constant(constant.value()), Type.BOOL);
        }
        if (syntax instanceof Syntax.IntegerConstant number) {
            return new Typed(new Term.Literal(number.value()), Type.INT);
        }
        if (syntax instanceof Syntax.Name name) {
            return variable(name);
        }
        if (syntax instanceof Syntax.Attribute attribute) {
            if (!attribute.name().equals("priority") || !scope.hasPriority()) {
                throw error(
                        syntax,
                        "there is no attribute '" + attribute.name() + "'"
                                + (scope.hasPriority() ? ", only priority" : " of actions"));
            }
            return new Typed(new Term.Priority(), Type.INT);
        }
        if (syntax instanceof Syntax.Projection projection) {
            return projection(projection);
        }
        if (syntax instanceof Syntax.Negation negation) {
            Typed operand = check(negation.operand());
            if (!operand.type().equals(Type.INT)) {
                throw error(negation.operand(), "int is expected, this is " + operand.type());
            }
            return new Typed(new Term.Negative((Term.Amount) operand.term()), Type.INT);
        }
        return new Typed(bool(syntax), Type.BOOL);
    }

    private Term.Truth bool(Syntax syntax) {
        if (syntax instanceof Syntax.Not not) {
            return new Term.Not(truth(not.operand()));
        }
        if (syntax instanceof Syntax.Implication implication) {
            return new Term.Implies(truth(implication.left()), truth(implication.right()));
        }
        if (syntax instanceof Syntax.Conjunction all) {
            return new Term.All(all.parts().stream().map(this::truth).toList());
        }
        if (syntax instanceof Syntax.Disjunction any) {
            return new Term.Any(any.parts().stream().map(this::truth).toList());
        }
        return comparison((Syntax.Comparison) syntax);
    }

    private Typed variable(Syntax.Name name) {
        Scope.Variable variable = scope.find(name.name());
        if (variable == null) {
            throw error(name, "there is no " + scope.word() + " '" + name.name() + "', there are " + scope.names());
        }
        Type type = variable.type();
        if (type == null) {
            throw error(
                    name,
                    "the " + scope.word() + " '" + name.name()
                            + "' is not a number of known width, which is all that constraints know");
        }
        return new Typed(new Term.Key(variable.position()), type);
    }

    private Typed projection(Syntax.Projection projection) {
        Typed of = check(projection.of());
        Type type = of.type();
        Type bits = Type.bit(type.width());
        Typed result = switch (type.kind()) {
            case EXACT -> projection.field().equals("value") ? part(of, false, bits) : null;
            case TERNARY, OPTIONAL ->
                switch (projection.field()) {
                    case "value" -> part(of, false, bits);
                    case "mask" -> part(of, true, bits);
                    default -> null;
                };
            case LPM ->
                switch (projection.field()) {
                    case "value" -> part(of, false, bits);
                    case "prefix_length" -> part(of, true, Type.INT);
                    default -> null;
                };
            case RANGE ->
                switch (projection.field()) {
                    case "low" -> part(of, false, bits);
                    case "high" -> part(of, true, bits);
                    default -> null;
                };
            case BOOL, INT, BIT -> null;
        };
        if (result == null) {
            throw error(projection, type + " has no field '" + projection.field() + "'");
        }
        return result;
    }

    private static Typed part(Typed of, boolean second, Type type) {
        return new Typed(new Term.Part((Term.Amount) of.term(), second), type);
    }

    private Term.Truth comparison(Syntax.Comparison comparison) {
        Typed left = check(comparison.left());
        Typed right = check(comparison.right());
        boolean equality = comparison.operator() == Token.Kind.EQ || comparison.operator() == Token.Kind.NE;
        boolean equal = comparison.operator() == Token.Kind.EQ;
        left = bit(left, right.type());
        right = bit(right, left.type());
        if (left.term() instanceof Term.Truth l && right.term() instanceof Term.Truth r && equality) {
            return new Term.SameTruth(equal, l, r);
        }
        Type type = common(left.type(), right.type());
        if (type == null || type.kind() == Type.Kind.BOOL) {
            throw error(comparison, left.type() + " and " + right.type() + " cannot be compared like this");
        }
        if (!equality && type.kind().key() && type.kind() != Type.Kind.EXACT) {
            throw error(comparison, type + " has no order; compare one of its fields, such as ::value");
        }
        Term.Amount l = cast(left, type);
        Term.Amount r = cast(right, type);
        return equality ? new Term.Same(equal, l, r) : new Term.Ordered(comparison.operator(), l, r);
    }

    /** A truth constant as the number 1 or 0, where it is compared to one bit. */
    private static Typed bit(Typed typed, Type other) {
        return typed.term() instanceof Term.Constant constant && other.width() == 1
                ? new Typed(new Term.Literal(constant.value() ? BigInteger.ONE : BigInteger.ZERO), Type.INT)
                : typed;
    }

    private static @Nullable Type common(Type left, Type right) {
        return left.takes(right) ? left : right.takes(left) ? right : null;
    }

    private static Term.Amount cast(Typed typed, Type type) {
        Term.Amount amount = (Term.Amount) typed.term();
        if (typed.type().equals(type)) {
            return amount;
        }
        Term.Amount bits =
                typed.type().equals(Type.INT) ? new Term.Cut(amount, BigInteger.ONE.shiftLeft(type.width())) : amount;
        return type.kind().key() ? new Term.Whole(bits, type) : bits;
    }

    private ConstraintSyntaxException error(Syntax at, String problem) {
        return new ConstraintSyntaxException(source, at.start(), at.end(), problem);
    }
}
