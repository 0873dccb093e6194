/**
 * Vhost-user, both ends: {@link io.ipdk.virtio.vhostuser.VhostUserServer} serves a device to a hypervisor or a DPDK process,
 * {@link io.ipdk.virtio.vhostuser.VhostUserFrontend} drives a device that somebody else serves.
 */
@NullMarked
package io.ipdk.virtio.vhostuser;

import org.jspecify.annotations.NullMarked;
