/**
 * A double of {@code spdk_tgt} for those who have no SPDK: it speaks JSON-RPC as SPDK does, is as strict about parameters,
 * and can serve real disks. What it answers was taken from recordings of SPDK 26.09-pre.
 */
@NullMarked
package io.ipdk.testkit.spdk;

import org.jspecify.annotations.NullMarked;
