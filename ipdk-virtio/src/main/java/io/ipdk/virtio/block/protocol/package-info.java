/**
 * What a block device and its driver agree on: feature bits, the configuration space, requests and their answers.
 *
 * <p>Source: Virtual I/O Device (VIRTIO) 1.3, clause 5.2.
 */
@NullMarked
package io.ipdk.virtio.block.protocol;

import org.jspecify.annotations.NullMarked;
