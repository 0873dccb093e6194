/**
 * What lies behind virtual ports: the learning switch they meet on, and the ends that an application polls itself.
 */
@NullMarked
package io.ipdk.softipu.net;

import org.jspecify.annotations.NullMarked;
