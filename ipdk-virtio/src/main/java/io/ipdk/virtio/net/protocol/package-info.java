/** The numbers of net devices: feature bits, the header before each frame, the configuration space. */
@NullMarked
package io.ipdk.virtio.net.protocol;

import org.jspecify.annotations.NullMarked;
