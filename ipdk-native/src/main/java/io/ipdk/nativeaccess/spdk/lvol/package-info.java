/** Stores of logical volumes, the volumes, their snapshots and clones. */
@NullMarked
package io.ipdk.nativeaccess.spdk.lvol;

import org.jspecify.annotations.NullMarked;
