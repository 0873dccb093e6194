/** A P4 target in the test's own process: a device that forwards, its P4Runtime server, and a clock that the test moves. */
@NullMarked
package io.ipdk.testkit.p4target;

import org.jspecify.annotations.NullMarked;
