package io.ipdk.nativeaccess.spdk.framework;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The cores that SPDK polls on.
 *
 * <p>Immutable.
 *
 * @param ticksPerSecond what {@code busy} and {@code idle} are counted in
 * @param pid SPDK's process; 0 if this version does not say
 * @param reactors one a core
 */
public record Reactors(long ticksPerSecond, long pid, List<Reactor> reactors) {

    public Reactors {
        reactors = List.copyOf(reactors);
    }

    /**
     * One core.
     *
     * <p>Immutable.
     *
     * @param busy ticks in which there was work
     * @param idle ticks in which there was none
     * @param threads SPDK's threads on it
     */
    public record Reactor(int core, long busy, long idle, List<String> threads) {

        public Reactor {
            threads = List.copyOf(threads);
        }

        /** The share of time with work since the start, 0 to 1. */
        public double load() {
            return busy + idle == 0 ? 0 : (double) busy / (busy + idle);
        }
    }

    static Reactors read(JsonNode node) {
        List<Reactor> reactors = new ArrayList<>();
        for (JsonNode reactor : node.required("reactors")) {
            List<String> threads = new ArrayList<>();
            reactor.path("lw_threads")
                    .forEach(thread -> threads.add(thread.path("name").asText()));
            reactors.add(new Reactor(
                    reactor.required("lcore").asInt(),
                    reactor.path("busy").asLong(),
                    reactor.path("idle").asLong(),
                    threads));
        }
        return new Reactors(node.path("tick_rate").asLong(), node.path("pid").asLong(), reactors);
    }
}
