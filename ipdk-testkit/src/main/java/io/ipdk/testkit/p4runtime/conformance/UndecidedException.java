package io.ipdk.testkit.p4runtime.conformance;

import java.io.Serial;

/** A check cannot be decided, or the server leaves out what it may leave out. */
final class UndecidedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean unsupported;

    private UndecidedException(String why, boolean unsupported) {
        super(why);
        this.unsupported = unsupported;
    }

    static UndecidedException because(String why) {
        return new UndecidedException(why, false);
    }

    static UndecidedException unsupported(String why) {
        return new UndecidedException(why, true);
    }

    boolean isUnsupported() {
        return unsupported;
    }
}
