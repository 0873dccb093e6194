/** The host bus of a QEMU guest: devices are plugged and unplugged over QEMU's machine protocol, QMP. */
@NullMarked
package io.ipdk.softipu.qemu;

import org.jspecify.annotations.NullMarked;
