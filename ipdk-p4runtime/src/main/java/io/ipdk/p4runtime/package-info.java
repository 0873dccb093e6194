/** The P4Runtime client: a session with a P4 target, its pipeline, its entities and its streams, by P4 names. */
@NullMarked
package io.ipdk.p4runtime;

import org.jspecify.annotations.NullMarked;
