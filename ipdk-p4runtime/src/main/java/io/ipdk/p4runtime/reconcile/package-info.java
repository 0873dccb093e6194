/** Bringing a target to a wanted state: read, compare, change what differs. */
@NullMarked
package io.ipdk.p4runtime.reconcile;

import org.jspecify.annotations.NullMarked;
