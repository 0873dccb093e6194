/** A device that runs P4 programs, one at a time: between packet threads and whoever programs it. */
@NullMarked
package io.ipdk.p4target.device;

import org.jspecify.annotations.NullMarked;
