/** Who is primary: devices, roles and election ids. */
@NullMarked
package io.ipdk.p4target.server.arbitration;

import org.jspecify.annotations.NullMarked;
