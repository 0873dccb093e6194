package io.ipdk.testkit.p4runtime.conformance;

import java.util.ArrayList;
import java.util.List;

/** Collects checks of one section. Confined to one thread (the caller's). */
final class CheckList {
    private final List<ConformanceCheck> checks = new ArrayList<>();
    private String section = "";

    CheckList section(String title) {
        section = title;
        return this;
    }

    CheckList check(int number, String behaviour, ConformanceCheck.Test test) {
        checks.add(new ConformanceCheck(number, section, behaviour, test));
        return this;
    }

    List<ConformanceCheck> checks() {
        return checks;
    }
}
