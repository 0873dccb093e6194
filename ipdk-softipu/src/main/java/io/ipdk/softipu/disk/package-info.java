/** Disks of the software IPU: a store, a virtio block device on it, a thread that polls it, a socket that serves it. */
@NullMarked
package io.ipdk.softipu.disk;

import org.jspecify.annotations.NullMarked;
