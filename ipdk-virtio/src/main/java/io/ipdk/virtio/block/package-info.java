/**
 * The virtio block device: the requests of a driver, served from a {@link io.ipdk.virtio.block.store.BlockStore}.
 *
 * <p>{@link io.ipdk.virtio.block.VirtioBlockDevice} is the device. Its duty cycle takes chains from the rings, reads and
 * checks each request once, holds it back while a limit says so, has the store carry it out, and answers.
 *
 * <p>Source: Virtual I/O Device (VIRTIO) 1.3, clause 5.2.
 */
@NullMarked
package io.ipdk.virtio.block;

import org.jspecify.annotations.NullMarked;
