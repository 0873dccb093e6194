/**
 * Where the fields of DPDK's structures lie, for each ABI this project knows: offsets only, no access.
 *
 * <p>The numbers come from the headers of the releases, compiled; the project keeps what the compiler said beside its tests.
 */
@NullMarked
package io.ipdk.nativeaccess.dpdk.layout;

import org.jspecify.annotations.NullMarked;
