package io.ipdk.p4target.program;

/**
 * Where in the P4 source something came from. Immutable.
 *
 * @param file the file's name, empty if p4c did not say
 * @param line from 1; 0 if p4c did not say
 * @param fragment the piece of source, shortened
 */
public record SourceInfo(String file, int line, String fragment) {
    /** Nothing is known. */
    public static final SourceInfo UNKNOWN = new SourceInfo("", 0, "");

    @Override
    public String toString() {
        if (line == 0) {
            return "(no source line)";
        }
        return file + ":" + line + (fragment.isEmpty() ? "" : " `" + fragment + "`");
    }
}
