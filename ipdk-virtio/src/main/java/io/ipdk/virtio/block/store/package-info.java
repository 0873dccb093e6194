/** Where the blocks of a disk are kept: in memory, in a file, or wherever a {@link io.ipdk.virtio.block.store.BlockStore} puts them. */
@NullMarked
package io.ipdk.virtio.block.store;

import org.jspecify.annotations.NullMarked;
