/**
 * The virtio net device: serves a host's driver, moves frames from guest memory to guest memory with one copy, and does
 * in software what a receiving driver cannot.
 *
 * <p>{@link io.ipdk.virtio.net.VirtioNetDevice} is the device; {@link io.ipdk.virtio.net.driver.VirtioNetDriver} the other end.
 * Frames travel as {@link io.ipdk.virtio.net.NetFrame}s from one device's {@code pollTransmit} through a {@link
 * io.ipdk.virtio.net.FrameSink} to another device's {@code deliver}.
 *
 * <p>Everything a driver writes is taken over once, then checked, then used: descriptors and the virtio header as values,
 * the first 64 bytes of a frame (240 where it is to be segmented) in memory of this process. What is checked is
 * therefore what is delivered; only the payload behind the headers is copied straight from guest to guest.
 */
@NullMarked
package io.ipdk.virtio.net;

import org.jspecify.annotations.NullMarked;
