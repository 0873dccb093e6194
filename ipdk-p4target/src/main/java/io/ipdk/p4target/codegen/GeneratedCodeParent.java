package io.ipdk.p4target.codegen;

/**
 * The class loader that generated code stands on: what it may refer to, and nothing else. Thread-safe.
 *
 * <p>The compiler asks for a class of every package by the name of every variable. Looking for those on the whole class path
 * would take a third of the time of a compilation; here a name that no class has is refused by how it is written.
 */
final class GeneratedCodeParent extends ClassLoader {
    private static final String OURS = "io.ipdk.p4target.";

    GeneratedCodeParent() {
        super(GeneratedCodeParent.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isPlausible(name)) {
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
