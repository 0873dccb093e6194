@NullMarked
package io.ipdk.virtio.net;

import org.jspecify.annotations.NullMarked;
