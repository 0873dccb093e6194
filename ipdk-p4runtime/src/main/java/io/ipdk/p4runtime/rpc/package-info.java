/** The calls of P4Runtime over one channel: deadlines, typed errors, measurements. */
@NullMarked
package io.ipdk.p4runtime.rpc;

import org.jspecify.annotations.NullMarked;
