/** Virtio devices served from the JVM: rings, the vhost-user protocol, and the devices on them. */
@NullMarked
package io.ipdk.virtio;

import org.jspecify.annotations.NullMarked;
