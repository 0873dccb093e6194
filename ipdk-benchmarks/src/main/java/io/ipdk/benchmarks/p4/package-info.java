/** The P4Runtime client beside a raw gRPC stub, and the P4 target: packets through a compiled program, and table writes. */
@NullMarked
package io.ipdk.benchmarks.p4;

import org.jspecify.annotations.NullMarked;
