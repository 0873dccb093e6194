/** SPDK as a process: phases, threads, notifications, saved configurations. */
@NullMarked
package io.ipdk.nativeaccess.spdk.framework;

import org.jspecify.annotations.NullMarked;
