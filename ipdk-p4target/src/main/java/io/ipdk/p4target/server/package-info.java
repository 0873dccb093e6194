/** The P4Runtime 1.5 server: over TCP with or without TLS, and in process. */
@NullMarked
package io.ipdk.p4target.server;

import org.jspecify.annotations.NullMarked;
