package io.ipdk.p4runtime.constraint;

import java.math.BigInteger;
import java.util.List;

/** A checked expression that can be evaluated. */
sealed interface Term {

    /** True or false. */
    sealed interface Truth extends Term {
        boolean holds(Subject subject);
    }

    /** A number, or a pair of numbers that stands for the match of a key. */
    sealed interface Amount extends Term {
        BigInteger first(Subject subject);

        default BigInteger second(Subject subject) {
            return BigInteger.ZERO;
        }
    }

    record Constant(boolean value) implements Truth {
        @Override
        public boolean holds(Subject subject) {
            return value;
        }
    }

    record Not(Truth operand) implements Truth {
        @Override
        public boolean holds(Subject subject) {
            return !operand.holds(subject);
        }
    }

    record Implies(Truth left, Truth right) implements Truth {
        @Override
        public boolean holds(Subject subject) {
            return !left.holds(subject) || right.holds(subject);
        }
    }

    record All(List<Truth> parts) implements Truth {
        @Override
        public boolean holds(Subject subject) {
            for (Truth part : parts) {
                if (!part.holds(subject)) {
                    return false;
                }
            }
            return true;
        }
    }

    record Any(List<Truth> parts) implements Truth {
        @Override
        public boolean holds(Subject subject) {
            for (Truth part : parts) {
                if (part.holds(subject)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Two truth values, the same or not. */
    record SameTruth(boolean equal, Truth left, Truth right) implements Truth {
        @Override
        public boolean holds(Subject subject) {
            return (left.holds(subject) == right.holds(subject)) == equal;
        }
    }

    /** Two numbers or matches, the same or not. */
    record Same(boolean equal, Amount left, Amount right) implements Truth {
        @Override
        public boolean holds(Subject subject) {
            boolean same = left.first(subject).equals(right.first(subject))
                    && left.second(subject).equals(right.second(subject));
            return same == equal;
        }
    }

    /** Two numbers in order. */
    record Ordered(Token.Kind operator, Amount left, Amount right) implements Truth {
        @Override
        public boolean holds(Subject subject) {
            int order = left.first(subject).compareTo(right.first(subject));
            return switch (operator) {
                case LT -> order < 0;
                case LE -> order <= 0;
                case GT -> order > 0;
                default -> order >= 0;
            };
        }
    }

    record Literal(BigInteger value) implements Amount {
        @Override
        public BigInteger first(Subject subject) {
            return value;
        }
    }

    record Negative(Amount operand) implements Amount {
        @Override
        public BigInteger first(Subject subject) {
            return operand.first(subject).negate();
        }
    }

    record Priority() implements Amount {
        @Override
        public BigInteger first(Subject subject) {
            return subject.priority();
        }
    }

    /** A key with both of its numbers, or a parameter. */
    record Key(int position) implements Amount {
        @Override
        public BigInteger first(Subject subject) {
            return subject.first(position);
        }

        @Override
        public BigInteger second(Subject subject) {
            return subject.second(position);
        }
    }

    /** One of a key's two numbers. */
    record Part(Amount of, boolean isSecond) implements Amount {
        @Override
        public BigInteger first(Subject subject) {
            return isSecond ? of.second(subject) : of.first(subject);
        }
    }

    /** A number as {@code bit<W>}: its lowest bits. */
    record Cut(Amount operand, BigInteger modulus) implements Amount {
        @Override
        public BigInteger first(Subject subject) {
            return operand.first(subject).mod(modulus);
        }
    }

    /** A number as the match of a key that matches just it. */
    record Whole(Amount operand, Type type) implements Amount {
        @Override
        public BigInteger first(Subject subject) {
            return operand.first(subject);
        }

        @Override
        public BigInteger second(Subject subject) {
            return switch (type.kind()) {
                case TERNARY, OPTIONAL -> BigInteger.ONE.shiftLeft(type.width()).subtract(BigInteger.ONE);
                case LPM -> BigInteger.valueOf(type.width());
                case RANGE -> operand.first(subject);
                default -> BigInteger.ZERO;
            };
        }
    }
}
