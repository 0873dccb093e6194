package io.ipdk.benchmarks;

import io.ipdk.benchmarks.soft.IdleDevices;
import java.util.List;

/** The list of all side-by-side measurements. Immutable. */
final class Benches {
    private Benches() {}

    /** In the order they are run. */
    static List<SideBySide> all() {
        return List.of(new IdleDevices());
    }
}
