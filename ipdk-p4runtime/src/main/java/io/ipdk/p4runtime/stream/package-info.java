/** What flows on the session's stream: packets, digests, idle timeouts and errors. */
@NullMarked
package io.ipdk.p4runtime.stream;

import org.jspecify.annotations.NullMarked;
