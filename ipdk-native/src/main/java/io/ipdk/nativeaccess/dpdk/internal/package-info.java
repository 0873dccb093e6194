/**
 * The calls into DPDK's libraries, for the packages beside this one alone: control calls through JNA direct mapping, and
 * calls of function pointers in three ways, the best one that works chosen at start.
 */
@NullMarked
package io.ipdk.nativeaccess.dpdk.internal;

import org.jspecify.annotations.NullMarked;
