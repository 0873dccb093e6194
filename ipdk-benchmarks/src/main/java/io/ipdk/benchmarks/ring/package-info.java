/** What a frame costs in the split ring itself, without a device around it. */
@NullMarked
package io.ipdk.benchmarks.ring;

import org.jspecify.annotations.NullMarked;
