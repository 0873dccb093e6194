/** SPDK's block devices: what they are made of, their limits, faults and statistics. */
@NullMarked
package io.ipdk.nativeaccess.spdk.bdev;

import org.jspecify.annotations.NullMarked;
