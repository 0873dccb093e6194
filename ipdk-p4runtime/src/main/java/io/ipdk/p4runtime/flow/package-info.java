/** Bounded queues between the session's stream and whoever listens; what does not fit is dropped and counted. */
@NullMarked
package io.ipdk.p4runtime.flow;

import org.jspecify.annotations.NullMarked;
