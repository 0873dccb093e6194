package io.ipdk.examples.demo;

import io.ipdk.examples.console.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the demo expects and what it finds: each check is shown as it is made, and the failed ones are kept.
 *
 * <p>Confined to one thread (the demo's).
 */
public final class Checks {

    private final Screen screen;
    private final List<String> failures = new ArrayList<>();
    private int made;

    public Checks(Screen screen) {
        this.screen = screen;
    }

    /** Expects two values to be equal. */
    void equal(String what, Object expected, Object found) {
        boolean right = Objects.equals(expected, found);
        check(right, what + (right ? ": " + found : ": expected " + expected + ", found " + found));
    }

    /** Expects something to be so. */
    void check(boolean right, String what) {
        made++;
        if (right) {
            screen.good(what);
        } else {
            failures.add(what);
            screen.bad(what);
        }
    }

    public int made() {
        return made;
    }

    /** What went wrong, in the order it was found. */
    public List<String> failures() {
        return List.copyOf(failures);
    }
}
