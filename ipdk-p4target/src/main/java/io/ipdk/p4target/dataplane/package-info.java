/** Packets: ports, architectures (v1model, PSA), replication, digests, idle timeouts. */
@NullMarked
package io.ipdk.p4target.dataplane;

import org.jspecify.annotations.NullMarked;
