package io.ipdk.p4target.codegen;

/**
 * The class loader that generated code stands on; while it is compiled, it refuses what no generated code refers to. Thread-safe.
 *
 * <p>The compiler asks for a class of every package by the name of every variable. Looking for those on the whole class path
 * would take a third of the time of a compilation; here a name that no class has is refused by how it is written.
 */
final class GeneratedCodeParent extends ClassLoader {
    private static final String OURS = "io.ipdk.p4target.";

    private volatile boolean compiled;

    GeneratedCodeParent() {
        super(GeneratedCodeParent.class.getClassLoader());
    }

    /** From now on there is no look that is refused: agents put references of their own into classes as they are loaded. */
    void open() {
        compiled = true;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!compiled && !isPlausible(name)) {
            throw new NoSuchClass(name);
        }
        return super.loadClass(name, resolve);
    }

    private static boolean isPlausible(String name) {
        if (!name.startsWith("java.") && !name.startsWith(OURS)) {
            return false;
        }
        int simple = name.lastIndexOf('.') + 1;
        // Constants and the generated class itself have names that look like a class's; only these have a line in them.
        return simple < name.length() && Character.isUpperCase(name.charAt(simple)) && name.indexOf('_', simple) < 0;
    }

    /** Without a stack trace, which would cost more than the look. */
    private static final class NoSuchClass extends ClassNotFoundException {
        private static final long serialVersionUID = 1L;

        NoSuchClass(String name) {
            super(name);
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
