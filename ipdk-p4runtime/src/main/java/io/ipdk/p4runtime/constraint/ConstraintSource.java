package io.ipdk.p4runtime.constraint;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.p4.config.v1.Expression;
import org.p4.config.v1.Preamble;
import org.p4.config.v1.StructuredAnnotation;

/**
 * The text of a constraint and where it comes from.
 *
 * @param owner the table or action: its kind and name
 * @param annotation {@code entry_restriction} or {@code action_restriction}
 * @param text what is to be parsed
 * @param file the P4 file, empty if the program does not say ({@code @file})
 * @param firstLine the line in that file on which the text starts, or 1 ({@code @line})
 */
record ConstraintSource(String owner, String annotation, String text, String file, int firstLine) {
    private static final Pattern FILE = Pattern.compile("@file\\s*\\(\\s*\"([^\"]*)\"\\s*\\)");
    private static final Pattern LINE = Pattern.compile("@line\\s*\\(\\s*(\\d{1,9})\\s*\\)");
    /** One string or several side by side; the compiler turns line ends between them into spaces. */
    private static final Pattern STRINGS = Pattern.compile("\\s*\"([^\"]*)\"", Pattern.DOTALL);

    /** The constraint of a table or action, null if it has none. */
    static @Nullable ConstraintSource of(String owner, String annotation, Preamble preamble) {
        String body = null;
        String file = "";
        int line = 1;
        for (String text : preamble.getAnnotationsList()) {
            Matcher fileName = FILE.matcher(text);
            Matcher lineNumber = LINE.matcher(text);
            if (fileName.matches()) {
                file = fileName.group(1);
            } else if (lineNumber.matches()) {
                line = Integer.parseInt(lineNumber.group(1));
            } else if (text.startsWith("@" + annotation + "(") || text.equals("@" + annotation)) {
                body = text.substring(annotation.length() + 1);
                break;
            }
        }
        if (body == null) {
            return structured(owner, annotation, preamble.getStructuredAnnotationsList());
        }
        return strings(owner, annotation, body, file, file.isEmpty() ? 1 : line);
    }

    private static @Nullable ConstraintSource structured(
            String owner, String annotation, List<StructuredAnnotation> annotations) {
        for (StructuredAnnotation one : annotations) {
            if (one.getName().equals(annotation)) {
                String text = String.join(
                        "\n",
                        one.getExpressionList().getExpressionsList().stream()
                                .map(Expression::getStringValue)
                                .toList());
                return new ConstraintSource(owner, annotation, text, "", 1);
            }
        }
        return null;
    }

    private static ConstraintSource strings(String owner, String annotation, String body, String file, int line) {
        ConstraintSource whole = new ConstraintSource(owner, annotation, body, file, line);
        int end = body.length() - 1;
        if (end < 1 || body.charAt(0) != '(' || body.charAt(end) != ')') {
            throw new ConstraintSyntaxException(whole, 0, body.length(), "the constraint must be a text: (\"…\")");
        }
        StringBuilder text = new StringBuilder();
        Matcher strings = STRINGS.matcher(body).region(1, end);
        int at = 1;
        while (strings.lookingAt()) {
            text.append(text.isEmpty() ? "" : "\n").append(strings.group(1));
            at = strings.end();
            strings.region(at, end);
        }
        if (at == 1 || !body.substring(at, end).isBlank()) {
            throw new ConstraintSyntaxException(
                    whole, at, end, "the constraint must be one text or several side by side: (\"…\" \"…\")");
        }
        return new ConstraintSource(owner, annotation, text.toString(), file, line);
    }

    /** Where an offset is, for people. */
    String describe(int offset) {
        String place = file.isEmpty() ? "line " + line(offset) : file + ':' + line(offset);
        return "@" + annotation + " of " + owner + ", " + place + ", column " + column(offset);
    }

    int line(int offset) {
        int lines = 0;
        for (int i = 0; i < offset; i++) {
            lines += text.charAt(i) == '\n' ? 1 : 0;
        }
        return firstLine + lines;
    }

    int column(int offset) {
        return offset - lineStart(offset) + 1;
    }

    /** The line with the place marked under it; long lines are cut to the surroundings. */
    String quote(int start, int end) {
        int from = Math.max(lineStart(start), start - 60);
        int lineEnd = text.indexOf('\n', start);
        int to = Math.min(lineEnd < 0 ? text.length() : lineEnd, start + 60);
        int marks = Math.max(1, Math.min(end, to) - start);
        return "    " + text.substring(from, to).replace('\t', ' ') + System.lineSeparator() + "    "
                + " ".repeat(start - from) + "^".repeat(marks);
    }

    private int lineStart(int offset) {
        return offset == 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
    }
}
