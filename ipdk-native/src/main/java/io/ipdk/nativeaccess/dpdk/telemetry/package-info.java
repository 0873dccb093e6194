/** What a DPDK process, this one or another, says about itself over its telemetry socket. */
@NullMarked
package io.ipdk.nativeaccess.dpdk.telemetry;

import org.jspecify.annotations.NullMarked;
