/** Virtual ports: network interfaces that a host sees as its own. */
@NullMarked
package io.ipdk.port;

import org.jspecify.annotations.NullMarked;
