/** Rate limits for the data path: exact over any time, without allocation, changed while they work. */
@NullMarked
package io.ipdk.virtio.limit;

import org.jspecify.annotations.NullMarked;
