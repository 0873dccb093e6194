/** Reads that come in as fast as they are consumed, and no faster. */
@NullMarked
package io.ipdk.p4runtime.read;

import org.jspecify.annotations.NullMarked;
