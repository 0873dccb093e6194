/** Virtual disks: block devices that a host sees as its own. */
@NullMarked
package io.ipdk.disk;

import org.jspecify.annotations.NullMarked;
