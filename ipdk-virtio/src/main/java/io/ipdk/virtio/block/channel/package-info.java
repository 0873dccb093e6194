/**
 * A block device driven by polling, for applications that move their own data: {@link
 * io.ipdk.virtio.block.channel.BlockChannel} connects to any vhost-user-blk socket (SPDK's, qemu-storage-daemon's, our own), and
 * each {@link io.ipdk.virtio.block.channel.ChannelQueue} carries bursts of requests on registered memory.
 *
 * <p>A request is a few stores into shared memory. No native call is made for one, and nothing is allocated.
 */
@NullMarked
package io.ipdk.virtio.block.channel;

import org.jspecify.annotations.NullMarked;
