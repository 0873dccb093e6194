/** The QEMU host bus against real guests and real back ends. */
@NullMarked
package io.ipdk.testkit.qemu;

import org.jspecify.annotations.NullMarked;
