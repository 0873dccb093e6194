package io.ipdk.benchmarks.net;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What serves the generator's ports, ours or the peer's. */
interface BackEnd {
    /** Starts to serve the sockets on one processor; closing the result stops that. */
    AutoCloseable serve(List<Path> sockets, int cpu) throws IOException, InterruptedException;
}
