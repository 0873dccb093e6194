/** The target's pipeline and what the target can do. */
@NullMarked
package io.ipdk.p4runtime.pipeline;

import org.jspecify.annotations.NullMarked;
