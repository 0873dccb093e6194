package io.ipdk.p4runtime.constraint;

import io.ipdk.p4runtime.constraint.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts a constraint into words; comments are dropped. */
final class Lexer {
    /** Longest first, so that no word hides a longer one. */
    private static final List<Kind> SIGNS = List.of(
            Kind.AND,
            Kind.OR,
            Kind.IMPLIES,
            Kind.PROJECT,
            Kind.EQ,
            Kind.NE,
            Kind.GE,
            Kind.LE,
            Kind.GT,
            Kind.LT,
            Kind.NOT,
            Kind.MINUS,
            Kind.OPEN,
            Kind.CLOSE,
            Kind.DOT,
            Kind.SEMICOLON);

    private final ConstraintSource source;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(ConstraintSource source) {
        this.source = source;
        this.text = source.text();
    }

    /** The words, the last one {@link Kind#END}. */
    static List<Token> tokens(ConstraintSource source) {
        Lexer lexer = new Lexer(source);
        while (lexer.at < lexer.text.length()) {
            lexer.next();
        }
        lexer.add(Kind.END, "", lexer.at, lexer.at);
        return lexer.tokens;
    }

    private void next() {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (text.startsWith("//", at)) {
            at = endOr(text.indexOf('\n', at));
        } else if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            if (end < 0) {
                throw new ConstraintSyntaxException(source, at, at + 2, "the comment does not end");
            }
            at = end + 2;
        } else if (isNameStart(c)) {
            name();
        } else if (isDigit(c)) {
            number();
        } else if (c == '\'') {
            string();
        } else {
            sign();
        }
    }

    private void name() {
        int start = at;
        while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        String word = text.substring(start, at);
        Kind kind = switch (word) {
            case "true" -> Kind.TRUE;
            case "false" -> Kind.FALSE;
            default -> Kind.NAME;
        };
        add(kind, word, start, at);
    }

    private void number() {
        int start = at;
        Kind kind = Kind.DECIMAL;
        int radix = 10;
        if (text.charAt(at) == '0' && at + 1 < text.length()) {
            switch (text.charAt(at + 1)) {
                case 'b', 'B' -> {
                    kind = Kind.BINARY;
                    radix = 2;
                }
                case 'o', 'O' -> {
                    kind = Kind.OCTAL;
                    radix = 8;
                }
                case 'x', 'X' -> {
                    kind = Kind.HEXADECIMAL;
                    radix = 16;
                }
                case 'd', 'D' -> at += 2;
                default -> {}
            }
            at += kind == Kind.DECIMAL ? 0 : 2;
        }
        int digits = at;
        while (at < text.length() && text.charAt(at) < 128 && Character.digit(text.charAt(at), radix) >= 0) {
            at++;
        }
        boolean more = at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)));
        if (at == digits || more) {
            throw new ConstraintSyntaxException(
                    source, start, at + 1, "a number to the base " + radix + " cannot be written like this");
        }
        add(kind, text.substring(digits, at), start, at);
    }

    private void string() {
        int start = at;
        int end = text.indexOf('\'', at + 1);
        if (end < 0) {
            throw new ConstraintSyntaxException(source, start, start + 1, "the text does not end");
        }
        at = end + 1;
        add(Kind.STRING, text.substring(start + 1, end), start, at);
    }

    private void sign() {
        for (Kind kind : SIGNS) {
            if (text.startsWith(kind.word(), at)) {
                at += kind.word().length();
                add(kind, kind.word(), at - kind.word().length(), at);
                return;
            }
        }
        throw new ConstraintSyntaxException(
                source, at, at + 1, "the character '" + text.charAt(at) + "' has no meaning");
    }

    private void add(Kind kind, String word, int start, int end) {
        tokens.add(new Token(kind, word, start, end));
    }

    private int endOr(int index) {
        return index < 0 ? text.length() : index;
    }

    private static boolean isNameStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
