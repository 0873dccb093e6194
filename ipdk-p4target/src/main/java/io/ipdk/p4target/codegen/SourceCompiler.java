package io.ipdk.p4target.codegen;

import io.ipdk.p4target.P4LoadException;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;

/**
 * Turns Java source into a class. Thread-safe.
 *
 * <p>Only this class refers to the compiler, and {@link CompilerStart} loads it in the background.
 */
final class SourceCompiler {
    /** A bit of everything that generated code has. */
    private static final String BEGINNING = """
            package io.ipdk.p4target.generated;
            import io.ipdk.p4target.runtime.*;
            public final class Beginning {
            private static final long[] NONE = new long[0];
            private long a = 1L;
            private boolean b;
            public Beginning(int n) { super(); this.a = n & 0xFFL; }
            public final boolean run(byte[] bytes, int at) {
            long x = Bits.read(bytes, at, 16);
            switch (at) { case 1: x = x << 3; break; default: x = ~x >>> 2; }
            for (int i = 0; i < at; i++) { if (i > 2 && !b || x == 3L) { a += x ^ (i | 1); } else { b = x != 0; } }
            while (a > 100L) { a = a - 7 * (long) at; }
            Object o = NONE; NONE[0] = b ? 1L : (int) x;
            return o != null && a < x;
            }
            }
            """;

    private SourceCompiler() {}

    /**
     * Compiles a class.
     *
     * @param title what messages call the source
     * @throws P4LoadException if that fails, which is a fault of this target
     */
    static Class<?> compile(String title, String className, String source) {
        CompilerStart.await();
        try {
            return compiled(source).loadClass(className);
        } catch (CompileException | ClassNotFoundException | LinkageError | StackOverflowError e) {
            throw failed(title, e);
        }
    }

    static P4LoadException failed(String title, Throwable cause) {
        return new P4LoadException(
                "the code generated for " + title + " does not compile: " + cause.getMessage(),
                "report it with the program",
                cause);
    }

    private static ClassLoader compiled(String source) throws CompileException {
        SimpleCompiler compiler = new SimpleCompiler();
        GeneratedCodeParent parent = new GeneratedCodeParent();
        compiler.setParentClassLoader(parent);
        compiler.cook(source);
        parent.open();
        return compiler.getClassLoader();
    }

    /** Uses the compiler for the first time. */
    static void begin() {
        try {
            compiled(BEGINNING);
        } catch (CompileException e) {
            throw new IllegalStateException("the text is always the same", e);
        }
    }
}
