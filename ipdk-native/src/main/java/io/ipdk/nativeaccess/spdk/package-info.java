/**
 * SPDK from Java: {@link io.ipdk.nativeaccess.spdk.SpdkClient} commands a running {@code spdk_tgt} over JSON-RPC. Data does not pass
 * here: front ends move it through the controllers' own sockets.
 */
@NullMarked
package io.ipdk.nativeaccess.spdk;

import org.jspecify.annotations.NullMarked;
