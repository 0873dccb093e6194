package io.ipdk.p4codegen;

import java.util.TreeSet;

/** One Java file in the making: Javadoc, imports, members. */
final class JavaSource {
    private static final int LINE = 120;

    private final String packageName;
    private final String typeName;
    private final StringBuilder members = new StringBuilder();
    private final TreeSet<String> imports = new TreeSet<>();
    private String doc = "";

    JavaSource(String packageName, String typeName) {
        this.packageName = packageName;
        this.typeName = typeName;
        use("javax.annotation.processing.Generated");
    }

    String fileName() {
        return typeName + ".java";
    }

    JavaSource use(String... types) {
        for (String type : types) {
            imports.add(type);
        }
        return this;
    }

    /** The class's Javadoc: sentences in Javadoc's own markup. */
    JavaSource doc(String... paragraphs) {
        StringBuilder text = new StringBuilder("/**\n");
        for (int i = 0; i < paragraphs.length; i++) {
            if (!paragraphs[i].isEmpty()) {
                text.append(i == 0 ? "" : " *\n")
                        .append(wrapped(i == 0 ? paragraphs[i] : "<p>" + paragraphs[i], " * "));
            }
        }
        doc = text.append(" */\n").toString();
        return this;
    }

    /** A member; {@code $T} is the class's name, lines are indented. */
    JavaSource member(String code) {
        members.append('\n');
        code.replace("$T", typeName)
                .strip()
                .lines()
                .forEach(line ->
                        members.append(line.isEmpty() ? "" : "    " + line).append('\n'));
        return this;
    }

    /** A member with its Javadoc. */
    JavaSource member(String javadoc, String code) {
        String line = "/** " + javadoc + " */\n";
        return member(line.length() + 4 <= LINE ? line + code : "/**\n" + wrapped(javadoc, " * ") + " */\n" + code);
    }

    String text() {
        StringBuilder text = new StringBuilder("package " + packageName + ";\n\n");
        imports.forEach(type -> text.append("import ").append(type).append(";\n"));
        return text.append('\n')
                .append(doc)
                .append("@Generated(\"io.ipdk.p4codegen\")\n")
                .append("public final class ")
                .append(typeName)
                .append(" {")
                .append(members.toString().stripTrailing())
                .append("\n}\n")
                .toString();
    }

    private static String wrapped(String paragraph, String prefix) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder(prefix);
        for (String word : paragraph.split(" ", -1)) {
            if (line.length() + word.length() > LINE - 4 && line.length() > prefix.length()) {
                text.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(prefix);
            }
            line.append(word).append(' ');
        }
        return text.append(line.toString().stripTrailing()).append('\n').toString();
    }
}
