package io.ipdk.p4codegen;

/** Text of a P4Info inside Java: whatever it says, it stays a literal or a comment. */
final class Escape {
    private Escape() {}

    /** A string literal with its quotes. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                literal.append('\\').append((char) c);
            } else if (c < ' ' || c > '~') {
                literal.append(String.format("\\u%04x", c));
            } else {
                literal.append((char) c);
            }
        });
        // A line end as a Unicode escape would end the line before the literal is read.
        return literal.append('"').toString().replace("\\u000a", "\\n").replace("\\u000d", "\\r");
    }

    /** Text of a Javadoc comment, on one line. */
    static String javadoc(String text) {
        StringBuilder doc = new StringBuilder();
        text.strip().replaceAll("\\s+", " ").chars().forEach(c -> {
            if (c == '&' || c == '<' || c == '>' || c == '@' || c == '{' || c == '}' || c == '*' || c == '/'
                    || c == '\\') {
                doc.append("&#").append(c).append(';');
            } else if (c < ' ') {
                doc.append(' ');
            } else {
                doc.append((char) c);
            }
        });
        return doc.toString();
    }

    /** A name of the P4 program in a Javadoc comment. */
    static String code(String name) {
        return "<code>" + javadoc(name) + "</code>";
    }
}
