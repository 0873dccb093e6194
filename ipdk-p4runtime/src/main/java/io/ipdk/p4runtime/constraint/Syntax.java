package io.ipdk.p4runtime.constraint;

import java.math.BigInteger;
import java.util.List;

/** A constraint as parsed, before names and types are known. */
sealed interface Syntax {

    int start();

    int end();

    record BooleanConstant(boolean value, int start, int end) implements Syntax {}

    record IntegerConstant(BigInteger value, int start, int end) implements Syntax {}

    /** A key, or a parameter. */
    record Name(String name, int start, int end) implements Syntax {}

    /** {@code ::priority}. */
    record Attribute(String name, int start, int end) implements Syntax {}

    /** {@code key::mask}. */
    record Projection(Syntax of, String field, int start, int end) implements Syntax {}

    record Not(Syntax operand, int start, int end) implements Syntax {}

    record Negation(Syntax operand, int start, int end) implements Syntax {}

    record Comparison(Token.Kind operator, Syntax left, Syntax right) implements Syntax {
        @Override
        public int start() {
            return left.start();
        }

        @Override
        public int end() {
            return right.end();
        }
    }

    record Implication(Syntax left, Syntax right) implements Syntax {
        @Override
        public int start() {
            return left.start();
        }

        @Override
        public int end() {
            return right.end();
        }
    }

    /** Two or more, joined by {@code &&} or {@code ;}. */
    record Conjunction(List<Syntax> parts) implements Syntax {
        @Override
        public int start() {
            return parts.get(0).start();
        }

        @Override
        public int end() {
            return parts.get(parts.size() - 1).end();
        }
    }

    /** Two or more, joined by {@code ||}. */
    record Disjunction(List<Syntax> parts) implements Syntax {
        @Override
        public int start() {
            return parts.get(0).start();
        }

        @Override
        public int end() {
            return parts.get(parts.size() - 1).end();
        }
    }
}
