package io.ipdk.p4target.codegen;

/** Java source that grows line by line. */
final class Code {
    private final StringBuilder text = new StringBuilder();
    private int depth;

    Code line(String line) {
        if (line.startsWith("}")) {
            depth--;
        }
        for (int i = 0; i < depth; i++) {
            text.append("    ");
        }
        text.append(line).append('\n');
        if (line.endsWith("{")) {
            depth++;
        }
        return this;
    }

    Code blank() {
        text.append('\n');
        return this;
    }

    int length() {
        return text.length();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
