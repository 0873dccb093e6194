/** The {@code p4} command line: one command, or a shell with completion, that speaks with a P4Runtime target by name. */
@NullMarked
package io.ipdk.examples.p4;

import org.jspecify.annotations.NullMarked;
