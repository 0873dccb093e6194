/**
 * Guest memory as a device sees it: regions shared by the front end, and the one function that turns a guest address
 * into a host address.
 *
 * <p>Every address a guest writes goes through {@link io.ipdk.virtio.memory.GuestMemory#translate}; nothing else in this
 * module computes host addresses from foreign numbers.
 */
@NullMarked
package io.ipdk.virtio.memory;

import org.jspecify.annotations.NullMarked;
