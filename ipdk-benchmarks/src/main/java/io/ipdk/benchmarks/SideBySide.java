package io.ipdk.benchmarks;

import java.util.List;

/** A measurement that runs us and a peer under the same load, in alternation. Confined to one thread. */
public interface SideBySide {
    /** The name by which it is asked for: {@code net}, {@code block}. */
    String name();

    /**
     * Measures; takes some seconds to minutes.
     *
     * <p>Where the peer is not installed, the rows come without a ratio.
     *
     * @throws Exception if nothing could be measured; the run then counts as failed
     */
    List<BenchResult> run() throws Exception;
}
