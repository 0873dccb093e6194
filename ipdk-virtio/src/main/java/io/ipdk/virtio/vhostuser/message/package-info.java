/**
 * Vhost-user messages as both ends see them: bytes and descriptors, the shape each request must have, and the one rule per
 * {@link io.ipdk.virtio.vhostuser.message.ProtocolViolation}.
 *
 * <p>Parsing and checking are apart: {@link io.ipdk.virtio.vhostuser.message.VhostUserChannel} only cuts the stream into
 * messages, {@link io.ipdk.virtio.vhostuser.message.MessageRules} says what is wrong with one.
 *
 * <p>Source: the vhost-user protocol as QEMU documents it, in the state of QEMU 9.
 */
@NullMarked
package io.ipdk.virtio.vhostuser.message;

import org.jspecify.annotations.NullMarked;
