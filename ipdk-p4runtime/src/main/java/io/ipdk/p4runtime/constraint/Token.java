package io.ipdk.p4runtime.constraint;

/**
 * A word of the language.
 *
 * @param kind what it is
 * @param text as written; for strings and numbers without quotes and prefix
 * @param start offset of its first character
 * @param end offset after its last one
 */
record Token(Kind kind, String text, int start, int end) {

    enum Kind {
        TRUE("true"),
        FALSE("false"),
        AND("&&"),
        OR("||"),
        IMPLIES("->"),
        PROJECT("::"),
        EQ("=="),
        NE("!="),
        GE(">="),
        LE("<="),
        GT(">"),
        LT("<"),
        NOT("!"),
        MINUS("-"),
        OPEN("("),
        CLOSE(")"),
        DOT("."),
        SEMICOLON(";"),
        NAME("a name"),
        BINARY("a number"),
        OCTAL("a number"),
        DECIMAL("a number"),
        HEXADECIMAL("a number"),
        STRING("a text in single quotes"),
        END("the end");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        boolean comparison() {
            return this == EQ || this == NE || this == GE || this == LE || this == GT || this == LT;
        }
    }
}
