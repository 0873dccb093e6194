package io.ipdk.examples.doctor;

/**
 * One thing the doctor looked at.
 *
 * <p>Immutable.
 *
 * @param subject what was looked at
 * @param level how it is
 * @param found what is there
 * @param remedy what to do about it; empty if there is nothing to do
 */
public record Finding(String subject, Level level, String found, String remedy) {

    /** How a thing is. */
    public enum Level {
        /** It is there. */
        OK("ok"),
        /** It is missing, and something beyond the embedded demo needs it. */
        OPTIONAL("optional"),
        /** It is missing, and nothing runs without it. */
        NEEDED("NEEDED");

        private final String label;

        Level(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    public static Finding ok(String subject, String found) {
        return new Finding(subject, Level.OK, found, "");
    }

    public static Finding optional(String subject, String found, String remedy) {
        return new Finding(subject, Level.OPTIONAL, found, remedy);
    }

    public static Finding needed(String subject, String found, String remedy) {
        return new Finding(subject, Level.NEEDED, found, remedy);
    }
}
