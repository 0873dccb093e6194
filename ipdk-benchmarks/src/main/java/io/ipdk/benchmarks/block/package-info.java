/** Block devices beside qemu-storage-daemon, under our own driver. */
@NullMarked
package io.ipdk.benchmarks.block;

import org.jspecify.annotations.NullMarked;
