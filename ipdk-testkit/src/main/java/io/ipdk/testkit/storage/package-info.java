/** qemu-storage-daemon as a peer: another back end that serves disks over vhost-user. */
@NullMarked
package io.ipdk.testkit.storage;

import org.jspecify.annotations.NullMarked;
