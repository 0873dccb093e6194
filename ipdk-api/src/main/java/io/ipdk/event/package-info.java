/** What happened to the devices of an IPU, as a stream. */
@NullMarked
package io.ipdk.event;

import org.jspecify.annotations.NullMarked;
