/**
 * Real Linux guests under QEMU, made of this machine's own kernel and busybox within seconds, without root: boot one, run
 * commands in it, reset it, kill it.
 */
@NullMarked
package io.ipdk.testkit.guest;

import org.jspecify.annotations.NullMarked;
