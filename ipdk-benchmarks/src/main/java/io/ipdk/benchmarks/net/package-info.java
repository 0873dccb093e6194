/** Net devices beside DPDK's net_vhost, under testpmd's virtio-user as generator. */
@NullMarked
package io.ipdk.benchmarks.net;

import org.jspecify.annotations.NullMarked;
