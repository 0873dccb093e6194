@NullMarked
package io.ipdk.benchmarks;

import org.jspecify.annotations.NullMarked;
