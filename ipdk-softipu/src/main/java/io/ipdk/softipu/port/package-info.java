/** Ports of the software IPU: a virtio net device, a socket that serves it, and the switch or the application behind it. */
@NullMarked
package io.ipdk.softipu.port;

import org.jspecify.annotations.NullMarked;
