/**
 * A driver for virtio block devices that are served over vhost-user: our own, qemu-storage-daemon's, SPDK's.
 *
 * <p>{@link io.ipdk.virtio.block.driver.VirtioBlockDriver} connects, and reads and writes a call at a time;
 * {@link io.ipdk.virtio.block.driver.BlockDriverQueue} has many requests on their way at once.
 */
@NullMarked
package io.ipdk.virtio.block.driver;

import org.jspecify.annotations.NullMarked;
