/** What generated code stands on: the packet's state, bytes, wide numbers, hashes, counters, meters, registers. */
@NullMarked
package io.ipdk.p4target.runtime;

import org.jspecify.annotations.NullMarked;
