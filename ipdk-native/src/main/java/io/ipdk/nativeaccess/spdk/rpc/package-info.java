/**
 * JSON-RPC 2.0 with {@code spdk_tgt} over its Unix socket: framing, pipelining, deadlines, versions, errors.
 *
 * <p>Source: SPDK's {@code doc/jsonrpc.md}. Needs no native code.
 */
@NullMarked
package io.ipdk.nativeaccess.spdk.rpc;

import org.jspecify.annotations.NullMarked;
