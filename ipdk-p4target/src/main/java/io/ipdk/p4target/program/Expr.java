package io.ipdk.p4target.program;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression or a parameter of a primitive, with all names resolved. Immutable.
 *
 * <p>Numbers are exact integers, as in bmv2: p4c writes each truncation down as a mask or a cast.
 */
public sealed interface Expr {
    /** A number. */
    record Const(BigInteger value) implements Expr {
        /** A small number. */
        public static Const of(long value) {
            return new Const(BigInteger.valueOf(value));
        }
    }

    /** A number with a width: an input of a calculation. */
    record SizedConst(BigInteger value, int width) implements Expr {}

    /** A truth value. */
    record Bool(boolean value) implements Expr {}

    /** A text, for log_msg. */
    record Text(String value) implements Expr {}

    /** A field of a header known when the program is loaded. */
    record FieldRef(HeaderInstance header, HeaderType.Field field) implements Expr {}

    /** Whether a header is valid, as the number 0 or 1. */
    record ValidRef(Expr header) implements Expr {}

    /** A whole header. */
    record HeaderRef(HeaderInstance header) implements Expr {}

    /** A whole union. */
    record UnionRef(HeaderUnion union) implements Expr {}

    /** A whole stack. */
    record StackRef(HeaderStack stack) implements Expr {}

    /** A field of the element last extracted into a stack; in a stack of unions, of the member with that index. */
    record LastField(HeaderStack stack, int member, HeaderType.Field field) implements Expr {}

    /** Bits ahead of the parser's cursor. */
    record Lookahead(int offset, int width) implements Expr {}

    /** A parameter of the action, counted from 0. */
    record Param(int index, int width) implements Expr {}

    /** A cell of a register array. */
    record RegisterCell(Program.Register register, Expr index) implements Expr {}

    /** An operator; a missing operand is null. */
    record Op(
            String op,
            @Nullable Expr left,
            @Nullable Expr right,
            @Nullable Expr condition) implements Expr {}

    /** The element of a stack at an index computed at run time. */
    record Element(HeaderStack stack, Expr index) implements Expr {}

    /** A member of a union that an expression selects. */
    record UnionMember(Expr union, int member) implements Expr {}

    /** A field of a header that an expression selects. */
    record FieldOf(Expr header, HeaderType.Field field) implements Expr {}

    /** The name of an object that is no value: a counter, a meter, a register, a calculation or an extern. */
    record Named(String kind, String name) implements Expr {}

    /** Several values: a field list. */
    record Values(List<Expr> elements) implements Expr {
        public Values {
            elements = List.copyOf(elements);
        }
    }

    /** The bytes that follow the parsed headers: an input of a calculation. */
    record Payload() implements Expr {}
}
