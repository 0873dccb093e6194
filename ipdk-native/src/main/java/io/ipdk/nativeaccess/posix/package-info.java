/**
 * Linux system calls for devices served from user space: shared memory, notifications, sockets that carry file
 * descriptors, files at raw addresses, TAP interfaces and
 * sockets of Ethernet frames.
 *
 * <p>Calls go through JNA direct mapping with primitives only; what runs per frame or per request allocates nothing. Every
 * failed call is a {@link io.ipdk.nativeaccess.posix.PosixException} that names the call, its subject and the errno.
 */
@NullMarked
package io.ipdk.nativeaccess.posix;

import org.jspecify.annotations.NullMarked;
